package dev.varve.server.http.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Handler;
import dev.varve.server.http.HttpConfig;
import dev.varve.server.http.HttpConfig.RequestLimits;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.http.helidon.RawClient.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestBodyIT {
    private static final Handler REJECT =
            _ -> {
                throw new Failed(ErrorCode.ACCESS_DENIED, "Access Denied");
            };

    @Test
    void readsChunksOfAnySizes() throws IOException {
        byte[] body = Sample.bytes(300_000);
        try (HttpListener listener = Sample.listen(Sample::echo);
                RawClient client = RawClient.to(listener.port())) {
            client.say("PUT / HTTP/1.1\nHost: h\nTransfer-Encoding: chunked\n\n");
            int at = 0;
            for (int size = 1; at < body.length; size = size * 3 + 1) {
                int length = Math.min(size, body.length - at);
                client.say(Integer.toHexString(length) + "\n");
                client.send(Arrays.copyOfRange(body, at, at + length)).say("\n");
                at += length;
            }
            client.say("0\n\n");
            assertThat(client.hear().text()).isEqualTo("PUT /||" + latin(body).text());
            assertThat(client.get("/next").hear().text()).isEqualTo("GET /next||");
        }
    }

    /// As the answer looks when it is taken for UTF-8 again.
    private static Reply latin(byte[] body) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        return new Reply(200, List.of(), text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void leavesContentEncodingsAlone() throws IOException {
        try (HttpListener listener = Sample.listen(Sample::echo);
                RawClient client = RawClient.to(listener.port())) {
            for (String encoding : new String[] {"gzip", "aws-chunked", "gzip,aws-chunked", "x"}) {
                client.say(
                        "PUT / HTTP/1.1\nHost: h\nContent-Length: 4\nContent-Encoding: "
                                + encoding
                                + "\n\nbody");
                assertThat(client.hear().text()).isEqualTo("PUT /||body");
            }
        }
    }

    @Test
    void asksForTheBodyWhenItIsRead() throws IOException {
        try (HttpListener listener = Sample.listen(Sample::echo);
                RawClient client = RawClient.to(listener.port())) {
            client.say("PUT / HTTP/1.1\nHost: h\nContent-Length: 4\nExpect: 100-continue\n\n");
            assertThat(client.hear().status()).isEqualTo(100);
            assertThat(client.say("body").hear().text()).isEqualTo("PUT /||body");
            assertThat(client.get("/next").hear().text()).isEqualTo("GET /next||");
        }
    }

    @Test
    void rejectsInsteadOfAskingForTheBody() throws IOException {
        try (HttpListener listener = Sample.listen(REJECT);
                RawClient client = RawClient.to(listener.port())) {
            client.say("PUT / HTTP/1.1\nHost: h\nContent-Length: 4\nExpect: 100-continue\n\n");
            Reply reply = client.hear();
            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.header("connection")).contains("close");
            client.say("GET / HTTP/1.1\nHost: h\n\n");
            assertThat(client.closesWithin(3000)).isTrue();
        }
    }

    @Test
    void asksForABodyWithoutBytesToo() throws IOException {
        try (HttpListener listener = Sample.listen(REJECT);
                RawClient client = RawClient.to(listener.port())) {
            for (int i = 0; i < 2; i++) {
                client.say("POST / HTTP/1.1\nHost: h\nContent-Length: 0\nExpect: 100-continue\n\n");
                assertThat(client.hear().status()).isEqualTo(100);
                Reply reply = client.hear();
                assertThat(reply.status()).isEqualTo(403);
                assertThat(reply.header("connection")).isEmpty();
            }
        }
    }

    @Test
    void readsAwayASmallBodyThatNobodyWanted() throws IOException {
        try (HttpListener listener = Sample.listen(REJECT);
                RawClient client = RawClient.to(listener.port())) {
            for (int size : new int[] {1, 1000, 64 << 10}) {
                client.say("PUT / HTTP/1.1\nHost: h\nContent-Length: " + size + "\n\n");
                client.send(new byte[size]);
                assertThat(client.hear().header("connection")).isEmpty();
            }
            client.say("PUT / HTTP/1.1\nHost: h\nTransfer-Encoding: chunked\n\n3\nabc\n0\n\n");
            assertThat(client.hear().header("connection")).isEmpty();
            assertThat(client.get("/").hear().status()).isEqualTo(403);
        }
    }

    @Test
    void closesRatherThanReadALargeBodyThatNobodyWanted() throws IOException {
        try (HttpListener listener = Sample.listen(REJECT);
                RawClient client = RawClient.to(listener.port())) {
            client.say("PUT / HTTP/1.1\nHost: h\nContent-Length: 100000000\n\n");
            client.send(new byte[500_000]);
            Reply reply = client.hear();
            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.header("connection")).contains("close");
            assertThat(client.closesWithin(3000)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 100", "Transfer-Encoding: chunked"})
    void neverTakesHalfABodyForAWholeOne(String framing) throws Exception {
        BlockingQueue<String> outcome = new LinkedBlockingQueue<>();
        try (HttpListener listener = Sample.listen(request -> judged(request, outcome))) {
            try (RawClient client = RawClient.to(listener.port())) {
                client.say("PUT / HTTP/1.1\nHost: h\n" + framing + "\n\n5\nabcde\n");
                client.closeOutput();
                assertThat(client.hear().text()).contains("IncompleteBody");
            }
            assertThat(outcome.poll(5, TimeUnit.SECONDS)).isEqualTo("IncompleteBody");
        }
    }

    private static HttpResponse judged(HttpRequest request, BlockingQueue<String> outcome) {
        try {
            HttpResponse counted = Sample.count(request);
            outcome.add("whole");
            return counted;
        } catch (Failed e) {
            outcome.add(e.code().code());
            throw e;
        }
    }

    @Test
    void limitsTheSizeOfABody() throws IOException {
        RequestLimits limits = RequestLimits.DEFAULT;
        HttpConfig config =
                Sample.CONFIG.with(
                        new RequestLimits(
                                limits.concurrent(),
                                limits.patience(),
                                1000,
                                limits.targetBytes(),
                                limits.headerBytes(),
                                100));
        try (HttpListener listener = HttpListener.start(config, Sample::count)) {
            try (RawClient client = RawClient.to(listener.port())) {
                client.say("PUT / HTTP/1.1\nHost: h\nContent-Length: 1000\n\n");
                assertThat(client.send(new byte[1000]).hear().text()).isEqualTo("1000");
                client.say("PUT / HTTP/1.1\nHost: h\nContent-Length: 1001\n\n");
                assertThat(client.hear().text())
                        .contains("EntityTooLarge")
                        .contains("<MaxSizeAllowed>1000</MaxSizeAllowed>");
            }
            try (RawClient client = RawClient.to(listener.port())) {
                client.say("PUT / HTTP/1.1\nHost: h\nTransfer-Encoding: chunked\n\n7d0\n");
                assertThat(client.send(new byte[2000]).say("\n").hear().text())
                        .contains("EntityTooLarge");
            }
        }
    }

    /// Helidon by itself would hold it in memory, and twice.
    @Test
    void takesAChunkOf400MegabytesWithoutHoldingIt() throws IOException {
        LongAccumulator most = new LongAccumulator(Math::max, 0);
        try (HttpListener listener = Sample.listen(request -> measured(request, most));
                RawClient client = RawClient.to(listener.port())) {
            client.say("PUT / HTTP/1.1\nHost: h\nTransfer-Encoding: chunked\n\n17D78400\n");
            byte[] megabyte = new byte[1_000_000];
            for (int i = 0; i < 400; i++) {
                client.send(megabyte);
            }
            assertThat(client.say("\n0\n\n").hear().text()).isEqualTo("400000000");
            assertThat(client.get("/next").hear().text()).isEqualTo("0");
            assertThat(most.get()).isLessThanOrEqualTo(GuardReader.SLICE);
        }
    }

    private static HttpResponse measured(HttpRequest request, LongAccumulator most) {
        byte[] buffer = new byte[1 << 20];
        long count = 0;
        try {
            for (int got = request.body().read(buffer); got >= 0; ) {
                count += got;
                most.accumulate(got);
                got = request.body().read(buffer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Sample.text(Long.toString(count));
    }

    @Test
    void refusesAChunkSizeWithoutEnd() throws IOException {
        try (HttpListener listener = Sample.listen(Sample::count);
                RawClient client = RawClient.to(listener.port())) {
            client.say("PUT / HTTP/1.1\nHost: h\nTransfer-Encoding: chunked\n\n");
            client.send("0".repeat(5000).getBytes(StandardCharsets.US_ASCII));
            assertThat(client.hear().status()).isEqualTo(400);
            assertThat(client.closesWithin(3000)).isTrue();
        }
    }
}
