package dev.varve.tools.client;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import dev.varve.tools.s3.AccessKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `~/.config/varve/client.toml`. It may hold a secret, so it is refused where others can read or
/// change it.
final class ClientFile {
    private static final int LONGEST = 64 << 10;
    private static final String SERVER = "server";
    private static final String ID = "access_key";
    private static final String SECRET = "secret_key";
    private static final String AUTH = "auth";
    private static final String REGION = "region";
    private static final String CA = "ca";
    private static final Set<String> KEYS = Set.of(SERVER, ID, SECRET, AUTH, REGION, CA);

    private static final Set<PosixFilePermission> OWN =
            EnumSet.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE);

    private final Path path;
    private final Map<String, String> values;

    private ClientFile(Path path, Map<String, String> values) {
        this.path = path;
        this.values = values;
    }

    static Optional<Path> path(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("XDG_CONFIG_HOME"))
                .filter(text -> !text.isBlank())
                .map(Path::of)
                .or(() ->
                        Optional.ofNullable(environment.get("HOME"))
                                .filter(text -> !text.isBlank())
                                .map(home -> Path.of(home, ".config")))
                .map(directory -> directory.resolve("varve/client.toml"));
    }

    /// Says nothing where there is no such file.
    ///
    /// @throws BadSetting where it may not be used
    static ClientFile read(Optional<Path> path) {
        Path file = path.orElse(Path.of(""));
        if (path.isEmpty() || !Files.exists(file)) {
            return new ClientFile(file, Map.of());
        }
        requireOwn(file);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw new BadSetting(file + " has more than " + LONGEST + " bytes");
            }
            return new ClientFile(file, values(file, new String(bytes, StandardCharsets.UTF_8)));
        } catch (JacksonException e) {
            // The parser's own message could quote the secret.
            throw new BadSetting(file + " is not TOML, at line " + e.getLocation().getLineNr());
        } catch (IOException e) {
            throw new BadSetting(file + " cannot be read: " + e.getMessage());
        }
    }

    private static void requireOwn(Path file) {
        try {
            if (!OWN.containsAll(Files.getPosixFilePermissions(file))) {
                throw new BadSetting(
                        file
                                + " is open to others: chmod 600 it, and if it holds a secret, make a"
                                + " new one");
            }
        } catch (UnsupportedOperationException e) {
            return; // a file system without modes
        } catch (IOException e) {
            throw new BadSetting(file + " cannot be read: " + e.getMessage());
        }
    }

    private static Map<String, String> values(Path file, String text) throws IOException {
        Map<String, String> values = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : new TomlMapper().readTree(text).properties()) {
            String key = entry.getKey().replace('-', '_');
            if (!KEYS.contains(key) || !entry.getValue().isTextual()) {
                throw new BadSetting(
                        "%s: '%s' is none of server, access_key, secret_key, auth, region, ca, or no text"
                                .formatted(file, key));
            }
            values.put(key, entry.getValue().asText());
        }
        return values;
    }

    private Optional<String> value(String key) {
        return Optional.ofNullable(values.get(key)).filter(text -> !text.isBlank());
    }

    Optional<String> server() {
        return value(SERVER);
    }

    Optional<AccessKey> key() {
        return value(ID)
                .map(id ->
                        new AccessKey(
                                id,
                                value(SECRET)
                                        .orElseThrow(() ->
                                                new BadSetting(
                                                        path
                                                                + " has access_key without"
                                                                + " secret_key"))));
    }

    Optional<String> auth() {
        return value(AUTH);
    }

    Optional<String> region() {
        return value(REGION);
    }

    /// Relative to the file.
    Optional<Path> ca() {
        return value(CA).map(path::resolveSibling);
    }
}
