package dev.varve.server.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Random;
import java.util.concurrent.CompletionException;
import javax.net.ssl.TrustManager;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClientBuilder;
import software.amazon.awssdk.services.s3.S3BaseClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// Clients of the AWS SDK that hide nothing: they never try twice.
final class Sdk {
    static final int MIB = 1 << 20;

    private Sdk() {}

    static S3Client sync(LiveServer server) {
        TrustManager[] trust = {server.trustManager()};
        return common(server, S3Client.builder())
                .httpClientBuilder(
                        Apache5HttpClient.builder().tlsTrustManagersProvider(() -> trust))
                .build();
    }

    static S3Client urlConnection(LiveServer server) {
        TrustManager[] trust = {server.trustManager()};
        return common(server, S3Client.builder())
                .httpClientBuilder(
                        UrlConnectionHttpClient.builder().tlsTrustManagersProvider(() -> trust))
                .build();
    }

    static S3AsyncClientBuilder netty(LiveServer server) {
        TrustManager[] trust = {server.trustManager()};
        return common(server, S3AsyncClient.builder())
                .httpClientBuilder(
                        NettyNioAsyncHttpClient.builder().tlsTrustManagersProvider(() -> trust));
    }

    private static <B extends S3BaseClientBuilder<B, ?>> B common(LiveServer server, B builder) {
        return builder.endpointOverride(server.endpoint())
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(credentials())
                .overrideConfiguration(
                        ClientOverrideConfiguration.builder()
                                .retryStrategy(DefaultRetryStrategy.doNotRetry())
                                .build());
    }

    static S3Presigner presigner(LiveServer server) {
        return S3Presigner.builder()
                .endpointOverride(server.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials())
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build();
    }

    static StaticCredentialsProvider credentials() {
        return StaticCredentialsProvider.create(
                AwsBasicCredentials.create(LiveServer.ACCESS_KEY, LiveServer.SECRET_KEY));
    }

    /// The same bytes for the same seed; they do not compress.
    static byte[] noise(int size, long seed) {
        byte[] data = new byte[size];
        new Random(seed).nextBytes(data);
        return data;
    }

    static void assertRefused(String code, ThrowingCallable call) {
        assertThatExceptionOfType(S3Exception.class)
                .isThrownBy(() -> unwrapped(call))
                .satisfies(e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
    }

    private static void unwrapped(ThrowingCallable call) throws Throwable {
        try {
            call.call();
        } catch (CompletionException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
