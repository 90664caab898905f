package dev.varve.server.clients;

import static dev.varve.server.clients.Sdk.MIB;
import static dev.varve.server.clients.Sdk.assertRefused;
import static dev.varve.server.clients.Sdk.noise;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.async.BlockingOutputStreamAsyncRequestBody;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/// AWS SDK for Java v2 over Netty: many requests at once, and bodies that come as streams.
class AwsSdkAsyncIT {
    @TempDir private Path directory;

    private static String bucket(S3AsyncClient s3, LiveServer server) {
        String bucket = server.newBucketName();
        s3.createBucket(request -> request.bucket(bucket)).join();
        return bucket;
    }

    private static CompletableFuture<ResponseBytes<GetObjectResponse>> get(
            S3AsyncClient s3, String bucket, String key) {
        return s3.getObject(
                request -> request.bucket(bucket).key(key).checksumMode(ChecksumMode.ENABLED),
                AsyncResponseTransformer.toBytes());
    }

    @OverHttpAndHttps
    void keepsManyObjectsPutAtOnce(LiveServer server) {
        try (S3AsyncClient s3 = Sdk.netty(server).build()) {
            String bucket = bucket(s3, server);
            List<CompletableFuture<PutObjectResponse>> puts = new ArrayList<>();
            for (int i = 0; i < 48; i++) {
                byte[] data = noise(1000 * i, i);
                String key = "many/ü +" + i;
                puts.add(
                        s3.putObject(
                                request -> request.bucket(bucket).key(key),
                                AsyncRequestBody.fromBytes(data)));
            }
            puts.forEach(CompletableFuture::join);
            for (int i = 0; i < 48; i++) {
                assertThat(get(s3, bucket, "many/ü +" + i).join().asByteArray())
                        .isEqualTo(noise(1000 * i, i));
            }
            assertRefused("NoSuchKey", () -> get(s3, bucket, "none").join());
        }
    }

    @OverHttpAndHttps
    void checksStreamsByTheirTrailers(LiveServer server) {
        byte[] data = noise(3 * MIB + 1, 7);
        try (S3AsyncClient s3 = Sdk.netty(server).build();
                ExecutorService reading = Executors.newVirtualThreadPerTaskExecutor()) {
            String bucket = bucket(s3, server);
            for (ChecksumAlgorithm algorithm :
                    List.of(ChecksumAlgorithm.CRC32, ChecksumAlgorithm.SHA256)) {
                String key = "stream/" + algorithm;
                s3.putObject(
                                request ->
                                        request.bucket(bucket)
                                                .key(key)
                                                .checksumAlgorithm(algorithm),
                                AsyncRequestBody.fromInputStream(
                                        new ByteArrayInputStream(data),
                                        (long) data.length,
                                        reading))
                        .join();
                assertThat(get(s3, bucket, key).join().asByteArray()).isEqualTo(data);
            }
        }
    }

    @OverHttpAndHttps
    void movesFilesAndRanges(LiveServer server) throws IOException {
        byte[] data = noise(9 * MIB + 3, 8);
        Path up = Files.write(directory.resolve("up"), data);
        Path down = directory.resolve("down");
        try (S3AsyncClient s3 = Sdk.netty(server).build()) {
            String bucket = bucket(s3, server);
            s3.putObject(request -> request.bucket(bucket).key("file"), up).join();
            s3.getObject(request -> request.bucket(bucket).key("file"), down).join();
            assertThat(down).hasSameBinaryContentAs(up);
            assertThat(
                            s3.getObject(
                                            request ->
                                                    request.bucket(bucket)
                                                            .key("file")
                                                            .range("bytes=-100"),
                                            AsyncResponseTransformer.toBytes())
                                    .join()
                                    .asByteArray())
                    .isEqualTo(Arrays.copyOfRange(data, data.length - 100, data.length));
        }
    }

    /// Written to as to a file: parts go up while the next is made.
    @OverHttpAndHttps
    void uploadsStreamsOfUnknownLengthInParts(LiveServer server) throws IOException {
        byte[] data = noise(17 * MIB, 9);
        try (S3AsyncClient s3 = Sdk.netty(server).multipartEnabled(true).build()) {
            String bucket = bucket(s3, server);
            BlockingOutputStreamAsyncRequestBody body =
                    AsyncRequestBody.forBlockingOutputStream(null);
            CompletableFuture<PutObjectResponse> put =
                    s3.putObject(request -> request.bucket(bucket).key("stream"), body);
            try (OutputStream out = body.outputStream()) {
                for (int at = 0; at < data.length; at += 100_000) {
                    out.write(data, at, Math.min(100_000, data.length - at));
                }
            }
            assertThat(put.join().eTag()).matches("\".*-[0-9]+\"");
            assertThat(get(s3, bucket, "stream").join().asByteArray()).isEqualTo(data);
        }
    }
}
