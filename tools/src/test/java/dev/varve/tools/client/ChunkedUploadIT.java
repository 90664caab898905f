package dev.varve.tools.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.server.clients.LiveServer;
import dev.varve.server.clients.Scheme;
import dev.varve.tools.client.ClientSettings.Auth;
import dev.varve.tools.s3.AccessKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChunkedUploadIT {
    private static final LiveServer server = LiveServer.start(Scheme.HTTP);
    private static final int SIZE = (int) (2 * ChunkedUpload.CHUNK + (8 << 20));
    private static final Patience ONCE =
            new Patience(1, Duration.ofSeconds(20), Duration.ofMillis(10), Duration.ofMillis(100));

    @TempDir private static Path shared;
    @TempDir private Path work;
    private String bucket = "";

    @BeforeAll
    static void fill() throws IOException {
        byte[] content = new byte[SIZE];
        new Random(11).nextBytes(content);
        Files.write(shared.resolve("file"), content);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static ApiClient client(URI address, Patience patience) {
        AccessKey key = new AccessKey(LiveServer.ACCESS_KEY, LiveServer.SECRET_KEY);
        return new ApiClient(
                new ClientSettings(
                        address, Optional.of(key), Auth.SIGNATURE, "us-east-1", Optional.empty()),
                patience);
    }

    @BeforeEach
    void make() {
        bucket = server.newBucketName();
        try (ApiClient client = client(server.endpoint(), ONCE)) {
            client.call(ApiRequest.of("POST", "buckets").json(Json.object().put("name", bucket)));
        }
    }

    private void upload(ApiClient client, Condition condition, Content.Watch watch)
            throws IOException {
        Resume resume = new Resume(Optional.of(work.resolve("uploads")), 2);
        new Upload(new Bucket(client, bucket), "big", Upload.Attributes.NONE, condition)
                .file(shared.resolve("file"), resume, watch);
    }

    private void requireThere(ApiClient client) throws IOException {
        Bucket there = new Bucket(client, bucket);
        RemoteObject object = there.find("big").orElseThrow();
        assertThat(object.size()).isEqualTo(SIZE);
        Path back = work.resolve("back");
        new Download(there, object, work)
                .run(Content.Watch.NONE, part -> Download.replace(part, back));
        assertThat(back).hasSameBinaryContentAs(shared.resolve("file"));
        assertThat(work.resolve("uploads")).isEmptyDirectory();
    }

    @Test
    void sendsEachChunkOnce() throws IOException {
        AtomicLong moved = new AtomicLong();
        try (ApiClient client = client(server.endpoint(), Patience.USUAL)) {
            upload(client, Condition.ABSENT, moved::addAndGet);
            assertThat(moved.get()).isEqualTo(SIZE);
            requireThere(client);
            assertThatThrownBy(() -> upload(client, Condition.ABSENT, Content.Watch.NONE))
                    .isInstanceOfSatisfying(
                            ApiProblem.class,
                            problem -> assertThat(problem.status()).isEqualTo(412));
        }
    }

    /// The last chunk comes on a connection that has had one.
    private void breakOff(CuttingProxy proxy, long after) {
        proxy.cutRequestsAfter(after);
        try (ApiClient client = client(URI.create(proxy.address()), ONCE)) {
            assertThatThrownBy(() -> upload(client, Condition.NONE, Content.Watch.NONE))
                    .isInstanceOf(Unreachable.class);
        }
        proxy.cutRequestsAfter(Long.MAX_VALUE);
        assertThat(work.resolve("uploads")).isNotEmptyDirectory();
    }

    @Test
    void goesOnWhereAnotherAttemptEnded() throws IOException {
        try (CuttingProxy proxy = new CuttingProxy(server.endpoint())) {
            breakOff(proxy, ChunkedUpload.CHUNK + (6 << 20));
            long before = proxy.asked();
            try (ApiClient client = client(URI.create(proxy.address()), ONCE)) {
                upload(client, Condition.NONE, Content.Watch.NONE);
                assertThat(proxy.asked() - before).isLessThan(SIZE - ChunkedUpload.CHUNK / 2);
                requireThere(client);
            }
        }
    }

    @Test
    void beginsAnewWhereTheServerForgotTheUpload() throws IOException {
        try (CuttingProxy proxy = new CuttingProxy(server.endpoint())) {
            breakOff(proxy, 1 << 20);
            try (ApiClient client = client(URI.create(proxy.address()), Patience.USUAL)) {
                new Pages(client, ApiRequest.get("buckets", bucket, "uploads"), "uploads")
                        .forEachRemaining(upload ->
                                client.call(
                                        ApiRequest.of(
                                                "DELETE",
                                                "uploads",
                                                upload.path("id").asText())));
                upload(client, Condition.NONE, Content.Watch.NONE);
                requireThere(client);
            }
        }
    }

    @Test
    void takesLargerChunksWhereThereWouldBeTooMany() {
        assertThat(ChunkedUpload.chunkSize(SIZE)).isEqualTo(16 << 20);
        long huge = 5L << 40;
        long chunk = ChunkedUpload.chunkSize(huge);
        assertThat(Math.ceilDiv(huge, chunk)).isLessThanOrEqualTo(10_000);
        assertThat(chunk % (1 << 20)).isZero();
    }
}
