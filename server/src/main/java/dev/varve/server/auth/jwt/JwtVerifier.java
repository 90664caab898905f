package dev.varve.server.auth.jwt;

import dev.varve.server.auth.Principal;
import dev.varve.server.auth.Rights;
import dev.varve.server.auth.Role;
import dev.varve.server.auth.Tokens;
import dev.varve.server.auth.Users;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Takes tokens of one issuer: first the signature, then what it says.
final class JwtVerifier implements Tokens {
    private static final int ID_BYTES = 16;

    private final TokenConfig config;
    private final KeySet keys;
    private final InstantSource clock;

    JwtVerifier(TokenConfig config, KeySet keys, InstantSource clock) {
        this.config = config;
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public Principal verify(String token) {
        if (token.length() > config.maxLength()) {
            throw Claims.invalid("it is longer than " + config.maxLength() + " characters");
        }
        CompactToken parts = CompactToken.parse(token);
        if (!isProved(parts)) {
            throw Claims.invalid("no key of its issuer signed it");
        }
        Claims claims = new Claims(parts.payload());
        claims.require(config, clock.instant());
        String subject = claims.text("sub");
        String email = claims.text("email");
        Rights rights = rights(role(claims), subject, claims);
        return new Principal(
                id(config.issuer(), subject), email, rights, Optional.empty(), Optional.empty());
    }

    private boolean isProved(CompactToken parts) {
        return keys.find(parts.keyId(), parts.algorithm()).stream()
                .anyMatch(key -> parts.algorithm().verifies(key.key(), parts.parts()));
    }

    private Role role(Claims claims) {
        Role role = config.roles().get(claims.text(config.roleClaim()));
        if (role == null) {
            throw new Failed(
                    ErrorCode.ACCESS_DENIED, "The role of the token is none of this server's.");
        }
        return role;
    }

    /// Without a list of buckets there are only those that the subject owns, but for admins.
    private Rights rights(Role role, String subject, Claims claims) {
        List<String> places =
                new ArrayList<>(config.buckets().getOrDefault(TokenConfig.EVERYBODY, List.of()));
        if (!subject.equals(TokenConfig.EVERYBODY)) {
            places.addAll(config.buckets().getOrDefault(subject, List.of()));
        }
        config.bucketsClaim().ifPresent(claim -> places.addAll(claims.texts(claim)));
        try {
            return places.isEmpty() ? role.everywhere() : role.in(places);
        } catch (IllegalArgumentException e) {
            throw Claims.invalid("it names what cannot be a bucket");
        }
    }

    /// Says nothing of the person, and is no user's: see [Users#TOKEN_MARK].
    private static String id(String issuer, String subject) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest((issuer + "\n" + subject).getBytes(StandardCharsets.UTF_8));
            return Users.TOKEN_MARK + HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
