package dev.varve.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// The part of the table of [Settings] that is about tokens of an issuer elsewhere.
final class TokenSettings {
    private static final List<Setting<?>> ALL = new ArrayList<>();
    private static final DataSize KIB = new DataSize(1L << 10);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String CLAIM = "[!-~&&[^,]]{1,128}";

    static final Setting<Optional<Secret>> SECRET =
            add(
                    Setting.of(
                                    "jwt.secret",
                                    Type.SECRET.orNone(),
                                    Optional.<Secret>empty(),
                                    "shared secret of HS256, at least 32 characters; this, a file or a URL"
                                            + " makes `/v1` take tokens")
                            .asSecret());

    static final Setting<Optional<Path>> FILE =
            add(
                    "jwt.jwks-file",
                    Type.PATH.orNone(),
                    Optional.empty(),
                    "file with public keys for RS256, PS256, ES256 or EdDSA (a JWK set); read anew when a"
                            + " token names a key that is not in it");

    static final Setting<Optional<String>> URL =
            add(
                    "jwt.jwks-url",
                    Type.text("an https address", "https?://[!-~]{1,2000}").orNone(),
                    Optional.empty(),
                    "address of the same; redirects are not followed, and http only on this machine");

    static final Setting<Optional<String>> ISSUER =
            add(
                    "jwt.issuer",
                    Type.text("up to 256 visible ASCII characters", "[!-~]{1,256}").orNone(),
                    Optional.empty(),
                    "what the claim `iss` must be; required with keys");

    static final Setting<Optional<String>> AUDIENCE =
            add(
                    "jwt.audience",
                    Type.text("up to 256 visible ASCII characters", "[!-~]{1,256}").orNone(),
                    Optional.empty(),
                    "what the claim `aud` must be or hold; required with keys");

    static final Setting<Duration> SKEW =
            add(
                    "jwt.skew",
                    Type.duration(Duration.ZERO, Duration.ofMinutes(10)),
                    Duration.ofMinutes(1),
                    "by how much the issuer's clock may differ");

    static final Setting<Duration> MAX_LIFE =
            add(
                    "jwt.max-life",
                    Type.duration(SECOND, Duration.ofHours(24 * 365)),
                    Duration.ofHours(24),
                    "longest time from `iat` to `exp`");

    static final Setting<DataSize> MAX_LENGTH =
            add(
                    "jwt.max-bytes",
                    Type.size(KIB, new DataSize(64L << 10)),
                    new DataSize(8L << 10),
                    "longest token");

    static final Setting<Duration> REFRESH =
            add(
                    "jwt.refresh",
                    Type.duration(SECOND, Duration.ofHours(1)),
                    Duration.ofSeconds(30),
                    "keys are fetched at most so often, however many unknown ones are named");

    static final Setting<String> ROLE_CLAIM =
            add(
                    "jwt.role-claim",
                    Type.text("the name of a claim", CLAIM),
                    "role",
                    "the claim with the role");

    static final Setting<List<String>> ROLES =
            add(
                    "jwt.roles",
                    Type.text("NAME=ROLE", "[!-~&&[^,=]]{1,128}=(admin|editor|uploader|readonly)")
                            .list(),
                    List.of(
                            "admin=admin",
                            "editor=editor",
                            "uploader=uploader",
                            "readonly=readonly"),
                    "what values of it stand for: admin, editor, uploader or readonly; others are refused");

    static final Setting<Optional<String>> BUCKETS_CLAIM =
            add(
                    "jwt.buckets-claim",
                    Type.text("the name of a claim", CLAIM).orNone(),
                    Optional.empty(),
                    "a claim with a list of BUCKET or BUCKET/PREFIX that the role is for, whoever owns them");

    static final Setting<List<String>> BUCKETS =
            add(
                    "jwt.buckets",
                    Type.text(
                                    "SUBJECT=BUCKET or SUBJECT=BUCKET/PREFIX",
                                    "[!-~&&[^,=]]{1,256}=(\\*|[a-z0-9.-]{3,63})(/[^,\\p{Cntrl}]*)?")
                            .list(),
                    List.of(),
                    "the same by subject, `*` for every one: SUBJECT=BUCKET; without any a subject has"
                            + " only what it owns");

    private TokenSettings() {}

    static List<Setting<?>> all() {
        return Collections.unmodifiableList(ALL);
    }

    private static <T> Setting<T> add(String key, Type<T> type, T fallback, String description) {
        return add(Setting.of(key, type, fallback, description));
    }

    private static <T> Setting<T> add(Setting<T> setting) {
        ALL.add(setting);
        return setting;
    }
}
