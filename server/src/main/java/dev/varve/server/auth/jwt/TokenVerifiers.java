package dev.varve.server.auth.jwt;

import dev.varve.server.auth.Principal;
import dev.varve.server.auth.Tokens;
import dev.varve.server.auth.jwt.TokenConfig.IssuerKeys;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/// Verifies tokens as the configuration says.
public final class TokenVerifiers implements Tokens, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration MAX_AGE = Duration.ofMinutes(10);
    private static final int LONGEST_FILE = 256 * 1024;

    private final Tokens verifier;
    private final Runnable closing;

    private TokenVerifiers(Tokens verifier, Runnable closing) {
        this.verifier = verifier;
        this.closing = closing;
    }

    public static TokenVerifiers of(TokenConfig config, InstantSource clock) {
        return switch (config.keys()) {
            case IssuerKeys.Shared(String secret) ->
                    of(config, KeySet.of(VerificationKey.shared(secret)), clock, () -> {});
            case IssuerKeys.InFile(Path path) ->
                    of(config, fetched(new KeyFile(path), config), clock, () -> {});
            case IssuerKeys.At(URI address) -> {
                KeyServer server = new KeyServer(address, PATIENCE);
                yield of(config, fetched(server, config), clock, server::close);
            }
        };
    }

    private static TokenVerifiers of(
            TokenConfig config, KeySet keys, InstantSource clock, Runnable closing) {
        return new TokenVerifiers(new JwtVerifier(config, keys, clock), closing);
    }

    private static KeySet fetched(FetchedKeys.Source source, TokenConfig config) {
        return new FetchedKeys(source, config.refresh(), MAX_AGE, System::nanoTime);
    }

    /// Keys in a file, which may be replaced at any time.
    private record KeyFile(Path path) implements FetchedKeys.Source {
        @Override
        public byte[] fetch() throws IOException {
            try (InputStream in = Files.newInputStream(path)) {
                byte[] bytes = in.readNBytes(LONGEST_FILE + 1);
                if (bytes.length > LONGEST_FILE) {
                    throw new IOException("longer than " + LONGEST_FILE + " bytes");
                }
                return bytes;
            }
        }

        @Override
        public String toString() {
            return path.toString();
        }
    }

    @Override
    public Principal verify(String token) {
        return verifier.verify(token);
    }

    @Override
    public void close() {
        closing.run();
    }
}
