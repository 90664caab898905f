package dev.varve.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.varve.tools.s3.Payload;
import dev.varve.tools.s3.S3Answer;
import dev.varve.tools.s3.S3Client;
import dev.varve.tools.s3.S3Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A server that is killed while bytes come: an upload goes on where it was.
class UploadCrashIT {
    private static final int MIB = 1 << 20;
    private static final String BUCKET = "crashes";

    @TempDir private Path work;

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private ServerProcess start() throws IOException {
        return ServerProcess.start(work.resolve("data"));
    }

    private static S3Request tus(String method, String path) {
        return S3Request.of(method, path).header("Tus-Resumable", "1.0.0");
    }

    private static long offset(S3Client client, String upload) throws IOException {
        return Long.parseLong(client.require(tus("HEAD", upload)).require("upload-offset"));
    }

    private static void patch(ServerProcess server, String upload, int offset, byte[] all) {
        try (S3Client client = new S3Client(server.endpoint())) {
            S3Request request =
                    tus("PATCH", upload)
                            .header("Content-Type", "application/offset+octet-stream")
                            .header("Upload-Offset", Integer.toString(offset))
                            .body(Arrays.copyOfRange(all, offset, all.length));
            S3Answer answer = client.call(client.sign(request, Payload.UNSIGNED));
            assertThat(answer.isSuccess()).as(answer.toString()).isTrue();
        } catch (IOException e) {
            assertThat(e).as("what a client of a killed server sees").isNotNull();
        }
    }

    @Test
    @Timeout(180)
    void goesOnWithAPatchAfterTheServerWasKilled() throws IOException, InterruptedException {
        byte[] all = random(64 * MIB + 7);
        String upload = "";
        long known = 0;
        for (int kill = 0; kill < 3; kill++) {
            try (ServerProcess server = start();
                    S3Client client = new S3Client(server.endpoint())) {
                if (upload.isEmpty()) {
                    client.require(S3Request.bucket("PUT", BUCKET));
                    S3Request creation =
                            tus("POST", "/v1/buckets/" + BUCKET + "/tus")
                                    .header("Upload-Length", Integer.toString(all.length))
                                    .header("Upload-Metadata", "key a2V5");
                    upload = client.require(creation).require("location");
                }
                long begin = offset(client, upload);
                assertThat(begin).isGreaterThanOrEqualTo(known).isLessThan(all.length);
                String path = upload;
                Thread sender =
                        Thread.ofVirtual().start(() -> patch(server, path, (int) begin, all));
                known = begin;
                while (known == begin) {
                    known = offset(client, upload);
                }
                server.kill();
                sender.join();
            }
        }
        try (ServerProcess server = start();
                S3Client client = new S3Client(server.endpoint())) {
            long begin = offset(client, upload);
            assertThat(begin).isGreaterThanOrEqualTo(known);
            patch(server, upload, (int) begin, all);
            assertThat(offset(client, upload)).isEqualTo(all.length);
            S3Answer object = client.require(S3Request.object("GET", BUCKET, "key"));
            assertThat(Arrays.equals(object.body(), all)).isTrue();
        }
    }

    @Test
    @Timeout(180)
    void goesOnWithChunksAfterTheServerWasKilled() throws IOException, InterruptedException {
        byte[] all = random(48 * MIB + 7);
        Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
        Queue<Integer> missing = new ConcurrentLinkedQueue<>(numbers(49));
        String upload;
        try (ServerProcess server = start();
                S3Client client = new S3Client(server.endpoint())) {
            client.require(S3Request.bucket("PUT", BUCKET));
            S3Request creation =
                    S3Request.of("POST", "/v1/buckets/" + BUCKET + "/uploads")
                            .body(
                                    "{\"key\":\"key\",\"size\":%d,\"chunk_size\":%d}"
                                            .formatted(all.length, MIB)
                                            .getBytes(StandardCharsets.UTF_8));
            upload = client.require(creation).require("location");
            List<Thread> senders = senders(server, upload, all, missing, acknowledged);
            while (acknowledged.size() < 10) {
                Thread.onSpinWait();
            }
            server.kill();
            for (Thread sender : senders) {
                sender.join();
            }
        }
        try (ServerProcess server = start();
                S3Client client = new S3Client(server.endpoint())) {
            JsonNode view = json(client.require(S3Request.of("GET", upload)));
            assertThat(numbers(view.at("/present"))).containsAll(acknowledged);
            missing.clear();
            missing.addAll(numbers(view.at("/missing")));
            assertThat(missing).isNotEmpty();
            S3Answer early = client.call(S3Request.of("POST", upload + "/complete"));
            assertThat(early.status()).isEqualTo(409);
            for (Thread sender : senders(server, upload, all, missing, acknowledged)) {
                sender.join();
            }
            client.require(S3Request.of("POST", upload + "/complete"));
            S3Answer object = client.require(S3Request.object("GET", BUCKET, "key"));
            assertThat(Arrays.equals(object.body(), all)).isTrue();
        }
    }

    private static List<Integer> numbers(int count) {
        List<Integer> numbers = new ArrayList<>(IntStream.rangeClosed(1, count).boxed().toList());
        Collections.shuffle(numbers, new Random(count));
        return numbers;
    }

    private static List<Integer> numbers(JsonNode array) {
        List<Integer> numbers = new ArrayList<>();
        array.forEach(each -> numbers.add(each.asInt()));
        return numbers;
    }

    private static JsonNode json(S3Answer answer) throws IOException {
        return new ObjectMapper().readTree(answer.body());
    }

    private static List<Thread> senders(
            ServerProcess server,
            String upload,
            byte[] all,
            Queue<Integer> missing,
            Set<Integer> acknowledged) {
        return IntStream.range(0, 3)
                .mapToObj(i ->
                        Thread.ofVirtual()
                                .start(() -> send(server, upload, all, missing, acknowledged)))
                .toList();
    }

    private static void send(
            ServerProcess server,
            String upload,
            byte[] all,
            Queue<Integer> missing,
            Set<Integer> acknowledged) {
        try (S3Client client = new S3Client(server.endpoint())) {
            for (Integer next = missing.poll(); next != null; next = missing.poll()) {
                int from = (next - 1) * MIB;
                byte[] chunk = Arrays.copyOfRange(all, from, Math.min(all.length, from + MIB));
                client.require(S3Request.of("PUT", upload + "/chunks/" + next).body(chunk));
                acknowledged.add(next);
            }
        } catch (IOException e) {
            assertThat(e).as("what a client of a killed server sees").isNotNull();
        }
    }
}
