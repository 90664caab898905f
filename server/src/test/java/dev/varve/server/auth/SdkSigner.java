package dev.varve.server.auth;

import dev.varve.server.http.FakeRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.checksums.spi.ChecksumAlgorithm;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/// Requests as the signer of the AWS SDK for Java makes them.
public final class SdkSigner {
    private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();
    private static final AwsCredentialsIdentity IDENTITY =
            AwsCredentialsIdentity.create(Examples.USER.accessKey(), Examples.USER.secretKey());

    private SdkSigner() {}

    /// How to sign.
    ///
    /// @param payload whether the body, or its chunks, are signed
    /// @param checksum to send as a trailer, null for none
    public record How(
            boolean query, boolean payload, boolean chunked, @Nullable ChecksumAlgorithm checksum) {
        public static final How HEADER = new How(false, true, false, null);
        public static final How QUERY = new How(true, false, false, null);
    }

    /// @param key of an object, as it is before it is encoded
    public static SdkHttpRequest request(
            String method,
            String key,
            Map<String, List<String>> query,
            Map<String, List<String>> headers) {
        return SdkHttpRequest.builder()
                .method(SdkHttpMethod.fromValue(method))
                .protocol("https")
                .host("s3.example.com")
                .encodedPath("/bucket/" + SdkHttpUtils.urlEncodeIgnoreSlashes(key))
                .rawQueryParameters(query)
                .headers(headers)
                .build();
    }

    public static FakeRequest sign(SdkHttpRequest request, byte[] body, How how) {
        SignRequest.Builder<AwsCredentialsIdentity> builder =
                SignRequest.builder(IDENTITY)
                        .request(request)
                        .payload(ContentStreamProvider.fromByteArray(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, Examples.REGION)
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                        .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, how.payload)
                        .putProperty(AwsV4HttpSigner.CHUNK_ENCODING_ENABLED, how.chunked)
                        .putProperty(
                                HttpSigner.SIGNING_CLOCK,
                                Clock.fixed(Examples.NOW, ZoneOffset.UTC));
        if (how.checksum != null) {
            builder.putProperty(AwsV4HttpSigner.CHECKSUM_ALGORITHM, how.checksum);
        }
        if (how.query) {
            builder.putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                    .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, Duration.ofHours(1));
        }
        return asSent(SIGNER.sign(builder.build()));
    }

    private static FakeRequest asSent(SignedRequest signed) {
        FakeRequest.Builder sent = asSent(signed.request());
        return sent.body(bytes(signed.payload())).build();
    }

    /// What goes over the wire for it.
    public static FakeRequest.Builder asSent(SdkHttpRequest request) {
        FakeRequest.Builder sent =
                FakeRequest.builder(request.method().name(), request.encodedPath())
                        .query(request.encodedQueryParameters().orElse(""))
                        .header("host", request.host());
        request.forEachHeader((name, values) -> {
            sent.without(name);
            values.forEach(value -> sent.addHeader(name, value));
        });
        return sent;
    }

    private static byte[] bytes(Optional<ContentStreamProvider> payload) {
        if (payload.isEmpty()) {
            return new byte[0];
        }
        try (InputStream stream = payload.get().newStream()) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
