package dev.varve.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.varve.server.http.Failed;
import dev.varve.server.http.FakeRequest;
import dev.varve.server.http.Headers;
import dev.varve.server.http.Percent;
import dev.varve.server.http.QueryString;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.checksums.DefaultChecksumAlgorithm;
import software.amazon.awssdk.http.SdkHttpRequest;

/// The AWS SDK signs, Varve checks. `-Dvarve.signatures.seed` repeats a run.
class SdkSignatureTest {
    private static final int REQUESTS = 10_000;
    private static final List<SdkSigner.How> HOW =
            List.of(
                    SdkSigner.How.HEADER,
                    SdkSigner.How.QUERY,
                    new SdkSigner.How(false, false, false, null),
                    new SdkSigner.How(false, true, true, null),
                    new SdkSigner.How(false, true, true, DefaultChecksumAlgorithm.CRC32),
                    new SdkSigner.How(false, false, true, DefaultChecksumAlgorithm.SHA256));

    private final long seed = Long.getLong("varve.signatures.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final RandomRequests requests = new RandomRequests(random);
    private final SignatureAuthenticator authenticator = Examples.authenticator();

    @Test
    void acceptsWhatTheSdkSigns() {
        for (int i = 0; i < REQUESTS; i++) {
            SdkSigner.How how = HOW.get(i % HOW.size());
            SdkHttpRequest unsigned = requests.next();
            FakeRequest request = SdkSigner.sign(unsigned, requests.body(), how);
            try {
                Authenticated authenticated = authenticator.authenticate(request);
                assertThat(authenticated.principal().id()).isEqualTo(Examples.USER.id());
                assertThat(authenticated.query()).isEqualTo(how.query());
            } catch (Failed e) {
                fail("seed %d, request %d: %s %s %s", seed, i, unsigned, e.text(), e.details());
            }
        }
    }

    @Test
    void refusesOtherSecretsForWhatTheSdkSigns() {
        User other =
                new User(
                        Examples.USER.accessKey(),
                        "another secret",
                        "u-2",
                        "",
                        "",
                        true,
                        Optional.empty());
        Authenticator strict =
                new SignatureAuthenticator(
                        new StaticUsers(List.of(other)),
                        Examples.REGION,
                        () -> Examples.NOW,
                        Examples.SKEW);
        for (SdkSigner.How how : HOW) {
            FakeRequest request = SdkSigner.sign(requests.next(), requests.body(), how);
            assertThat(isRefused(strict, request)).as("seed %d, %s", seed, how).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void refusesEveryChangeOfOneByte(boolean query) {
        SdkHttpRequest unsigned =
                SdkSigner.request(
                        "PUT",
                        "a key/+%ä..//b",
                        Map.of("partNumber", List.of("3"), "uploadId", List.of("x/y z=")),
                        Map.of(
                                "x-amz-meta-a", List.of("one two"),
                                "content-type", List.of("text/plain; charset=UTF-8")));
        FakeRequest signed =
                SdkSigner.sign(
                        unsigned,
                        "body".getBytes(StandardCharsets.UTF_8),
                        query ? SdkSigner.How.QUERY : SdkSigner.How.HEADER);
        assertThat(isRefused(authenticator, signed)).isFalse();
        refuseChanges(
                signed.rawPath(), changed -> signed.toBuilder().path(changed).build(), signed);
        refuseChanges(
                signed.rawQuery(), changed -> signed.toBuilder().query(changed).build(), signed);
        refuseChanges(
                signed.method(), changed -> signed.toBuilder().method(changed).build(), signed);
        for (String name : signed.headers().names()) {
            if (isSigned(name)) {
                refuseChanges(
                        signed.headers().get(name, ""),
                        changed -> signed.toBuilder().header(name, changed).build(),
                        signed);
            }
        }
    }

    private static boolean isSigned(String name) {
        return !name.equals("content-length");
    }

    private void refuseChanges(
            String original, Function<String, FakeRequest> with, FakeRequest signed) {
        for (int at = 0; at < original.length(); at++) {
            for (char other = ' '; other <= '~'; other++) {
                String changed = original.substring(0, at) + other + original.substring(at + 1);
                FakeRequest request = with.apply(changed);
                assertThat(isRefused(authenticator, request) || meansTheSame(signed, request))
                        .as("%s instead of %s", changed, original)
                        .isTrue();
            }
        }
    }

    private static boolean isRefused(Authenticator authenticator, FakeRequest request) {
        try {
            return authenticator.authenticate(request).principal().isAnonymous();
        } catch (Failed e) {
            return true;
        }
    }

    /// An escape may be written in lower case, and a blank is a blank.
    private static boolean meansTheSame(FakeRequest one, FakeRequest other) {
        return one.method().equals(other.method())
                && Percent.decode(one.rawPath()).equals(Percent.decode(other.rawPath()))
                && parameters(one.query()).equals(parameters(other.query()))
                && texts(one.headers()).equals(texts(other.headers()));
    }

    private static Set<QueryString.Parameter> parameters(QueryString query) {
        return new HashSet<>(query.parameters());
    }

    private static Set<String> texts(Headers headers) {
        Set<String> texts = new HashSet<>();
        headers.forEach((name, value) -> texts.add(name + ":" + value.strip()));
        return texts;
    }
}
