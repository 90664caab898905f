package dev.varve.server.auth;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The user, region and moment of the examples in the AWS documentation.
public final class Examples {
    public static final String REGION = "us-east-1";
    public static final Instant NOW = Instant.parse("2013-05-24T00:00:00Z");
    public static final Duration SKEW = Duration.ofMinutes(15);
    public static final User USER =
            new User(
                    "AKIAIOSFODNN7EXAMPLE",
                    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                    "u-1",
                    "Example",
                    "example@example.com",
                    false,
                    Optional.empty());
    public static final String EMPTY_SHA256 =
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private Examples() {}

    public static Users users() {
        return new StaticUsers(List.of(USER));
    }

    public static SignatureAuthenticator authenticator() {
        return authenticatorAt(NOW);
    }

    public static SignatureAuthenticator authenticatorAt(Instant now) {
        return new SignatureAuthenticator(users(), REGION, InstantSource.fixed(now), SKEW);
    }

    /// What `Authorization` says in the examples.
    public static String authorization(String signedHeaders, String signature) {
        return "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                + "SignedHeaders="
                + signedHeaders
                + ",Signature="
                + signature;
    }
}
