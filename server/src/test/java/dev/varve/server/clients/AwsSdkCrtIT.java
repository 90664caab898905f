package dev.varve.server.clients;

import static dev.varve.server.clients.Sdk.MIB;
import static dev.varve.server.clients.Sdk.noise;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.transfer.s3.S3TransferManager;

/// AWS SDK for Java v2 over AWS's native client, which asks before it sends bodies (`Expect`). Over
/// HTTP only: it cannot be told of a certificate to trust, short of trusting all.
class AwsSdkCrtIT {
    @TempDir private Path directory;

    private static S3AsyncClient crt(LiveServer server) {
        return S3AsyncClient.crtBuilder()
                .endpointOverride(server.endpoint())
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(Sdk.credentials())
                .minimumPartSizeInBytes(5L * MIB)
                .thresholdInBytes(8L * MIB)
                .retryConfiguration(retry -> retry.numRetries(0))
                .build();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @ArgumentsSource(OverHttpAndHttps.PlainServer.class)
    void keepsSmallObjects(LiveServer server) {
        try (S3AsyncClient s3 = crt(server)) {
            String bucket = server.newBucketName();
            s3.createBucket(request -> request.bucket(bucket)).join();
            byte[] data = noise(100_000, 1);
            s3.putObject(
                            request -> request.bucket(bucket).key("ü a+b"),
                            AsyncRequestBody.fromBytes(data))
                    .join();
            assertThat(
                            s3.getObject(
                                            request -> request.bucket(bucket).key("ü a+b"),
                                            AsyncResponseTransformer.toBytes())
                                    .join()
                                    .asByteArray())
                    .isEqualTo(data);
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @ArgumentsSource(OverHttpAndHttps.PlainServer.class)
    void movesLargeFilesInParts(LiveServer server) throws IOException {
        Path up = Files.write(directory.resolve("up.bin"), noise(20 * MIB + 11, 2));
        Path down = directory.resolve("down.bin");
        try (S3AsyncClient s3 = crt(server);
                S3TransferManager manager = S3TransferManager.builder().s3Client(s3).build()) {
            String bucket = server.newBucketName();
            s3.createBucket(request -> request.bucket(bucket)).join();
            manager.uploadFile(request ->
                            request.source(up).putObjectRequest(to -> to.bucket(bucket).key("big")))
                    .completionFuture()
                    .join();
            manager.downloadFile(request ->
                            request.destination(down)
                                    .getObjectRequest(from -> from.bucket(bucket).key("big")))
                    .completionFuture()
                    .join();
            assertThat(down).hasSameBinaryContentAs(up);
        }
    }
}
