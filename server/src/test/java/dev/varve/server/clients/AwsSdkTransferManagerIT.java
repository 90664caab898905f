package dev.varve.server.clients;

import static dev.varve.server.clients.Sdk.MIB;
import static dev.varve.server.clients.Sdk.noise;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.transfer.s3.S3TransferManager;

/// The transfer manager of AWS SDK for Java v2, with the client that is Java throughout. It uploads
/// in parts, and downloads by part number whatever was uploaded in parts.
class AwsSdkTransferManagerIT {
    @TempDir private Path directory;

    @OverHttpAndHttps
    void movesLargeFilesInParts(LiveServer server) throws IOException {
        Path up = Files.write(directory.resolve("up.bin"), noise(20 * MIB + 11, 1));
        Path down = directory.resolve("down.bin");
        Path copy = directory.resolve("copy.bin");
        try (S3AsyncClient s3 = parts(server);
                S3TransferManager manager = S3TransferManager.builder().s3Client(s3).build()) {
            String bucket = server.newBucketName();
            s3.createBucket(request -> request.bucket(bucket)).join();
            String etag =
                    manager.uploadFile(request ->
                                    request.source(up)
                                            .putObjectRequest(
                                                    to -> to.bucket(bucket).key("ü +/up.bin")))
                            .completionFuture()
                            .join()
                            .response()
                            .eTag();
            assertThat(etag).endsWith("-5\"");
            manager.downloadFile(request ->
                            request.destination(down)
                                    .getObjectRequest(
                                            from -> from.bucket(bucket).key("ü +/up.bin")))
                    .completionFuture()
                    .join();
            assertThat(down).hasSameBinaryContentAs(up);
            manager.copy(request ->
                            request.copyObjectRequest(from ->
                                    from.sourceBucket(bucket)
                                            .sourceKey("ü +/up.bin")
                                            .destinationBucket(bucket)
                                            .destinationKey("copy.bin")))
                    .completionFuture()
                    .join();
            manager.downloadFile(request ->
                            request.destination(copy)
                                    .getObjectRequest(from -> from.bucket(bucket).key("copy.bin")))
                    .completionFuture()
                    .join();
            assertThat(copy).hasSameBinaryContentAs(up);
        }
    }

    @OverHttpAndHttps
    void movesDirectories(LiveServer server) throws IOException {
        Path up = Files.createDirectories(directory.resolve("up"));
        Files.createDirectories(up.resolve("sub/ünï"));
        List<String> names = List.of("a b+c.txt", "empty", "sub/noise.bin", "sub/ünï/100% ñ.txt");
        for (String name : names) {
            Files.write(up.resolve(name), noise(name.equals("empty") ? 0 : 40_000, 2));
        }
        Path down = directory.resolve("down");
        try (S3AsyncClient s3 = parts(server);
                S3TransferManager manager = S3TransferManager.builder().s3Client(s3).build()) {
            String bucket = server.newBucketName();
            s3.createBucket(request -> request.bucket(bucket)).join();
            assertThat(
                            manager.uploadDirectory(request ->
                                            request.source(up).bucket(bucket).s3Prefix("tree"))
                                    .completionFuture()
                                    .join()
                                    .failedTransfers())
                    .isEmpty();
            assertThat(s3.listObjectsV2(request -> request.bucket(bucket)).join().contents())
                    .extracting(S3Object::key)
                    .containsExactlyElementsOf(names.stream().map("tree/"::concat).toList());
            assertThat(
                            manager.downloadDirectory(request ->
                                            request.destination(down)
                                                    .bucket(bucket)
                                                    .listObjectsV2RequestTransformer(
                                                            list -> list.prefix("tree/")))
                                    .completionFuture()
                                    .join()
                                    .failedTransfers())
                    .isEmpty();
            for (String name : names) {
                assertThat(down.resolve(name)).hasSameBinaryContentAs(up.resolve(name));
            }
        }
    }

    private static S3AsyncClient parts(LiveServer server) {
        return Sdk.netty(server)
                .multipartEnabled(true)
                .multipartConfiguration(
                        parts -> parts.minimumPartSizeInBytes(5L * MIB).thresholdInBytes(8L * MIB))
                .build();
    }
}
