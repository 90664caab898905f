package dev.varve.server.access;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// Signs as the AWS SDK does, with any key.
final class Signing {
    private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

    private Signing() {}

    /// The SDK signs the bodies of links only where there is no TLS, and no client of S3 does so: so this
    /// says that there is.
    static SdkHttpRequest sign(URI server, Sent sent, String key, String secret, boolean query) {
        SdkHttpRequest.Builder request =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.fromValue(sent.method()))
                        .uri(URI.create(server + sent.path() + mark(sent)))
                        .protocol("https");
        sent.headers().forEach(request::putHeader);
        SignRequest.Builder<AwsCredentialsIdentity> how =
                SignRequest.builder(AwsCredentialsIdentity.create(key, secret))
                        .request(request.build())
                        .payload(
                                ContentStreamProvider.fromByteArray(
                                        sent.body().getBytes(StandardCharsets.UTF_8)))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                        .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, !query);
        if (query) {
            how.putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                    .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, Duration.ofMinutes(5));
        }
        return SIGNER.sign(how.build()).request();
    }

    static String mark(Sent sent) {
        return sent.query().isEmpty() ? "" : "?" + sent.query();
    }
}
