package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Reads and copies of a key that is replaced all the time: each sees one version, whole.
final class RacingCopiesTest {
    private static final int ROUNDS = 60;

    @RegisterExtension static final S3Kit KIT = new S3Kit();

    private static void put(int number) {
        String text = Integer.toString(number);
        KIT.call("source").header("x-amz-meta-number", text).body(text).send(new PutObject());
    }

    @Test
    void copiesOneVersionWithItsMetadata() throws Exception {
        put(0);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> writer =
                    threads.submit(() -> {
                        for (int i = 1; i < ROUNDS; i++) {
                            put(i);
                        }
                    });
            int copies = 0;
            while (!writer.isDone() || copies == 0) {
                KIT.call("copy")
                        .header("x-amz-copy-source", KIT.bucket() + "/source")
                        .header("x-amz-storage-class", "GLACIER")
                        .send(new CopyObject());
                FakeCall.Answer copy = KIT.get("copy");
                assertThat(copy.header("x-amz-meta-number")).isEqualTo(copy.text());
                copies++;
            }
            writer.get();
        }
    }

    @Test
    void sendsNoTornRanges() throws Exception {
        KIT.put("source", "a".repeat(1000));
        String etag = KIT.get("source").header("etag");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> writer =
                    threads.submit(() -> {
                        for (int i = 0; i < ROUNDS; i++) {
                            KIT.put("source", (i % 2 == 0 ? "b" : "a").repeat(1000));
                        }
                    });
            int reads = 0;
            while (!writer.isDone() || reads == 0) {
                FakeCall.Answer answer =
                        KIT.call("source")
                                .header("range", "bytes=500-599")
                                .header("if-range", etag)
                                .send(new GetObject());
                if (answer.status() == 206) {
                    assertThat(answer.text()).isEqualTo("a".repeat(100));
                } else {
                    assertThat(answer.text()).hasSize(1000).matches("a+|b+");
                }
                reads++;
            }
            writer.get();
        }
    }
}
