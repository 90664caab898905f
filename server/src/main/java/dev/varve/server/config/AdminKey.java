package dev.varve.server.config;

import dev.varve.log.Disk;
import dev.varve.log.StoreException;
import dev.varve.server.auth.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The admin's keys where none are configured: made once, and kept in the data directory in the
/// form that `AWS_SHARED_CREDENTIALS_FILE` names, so that clients on this machine can use the file.
///
/// @param fresh whether it was made just now; only then may it be shown
public record AdminKey(Path file, User user, boolean fresh) {
    private static final String NAME = "admin-key";

    /// Reads the key; makes it when it is missing. To be called by whoever holds the directory's
    /// lock, for two callers would make two.
    public static AdminKey in(Path data, Disk disk, SecureRandom random) {
        Path file = data.resolve(NAME).toAbsolutePath().normalize();
        try {
            return Files.exists(file)
                    ? new AdminKey(file, read(file), false)
                    : new AdminKey(file, make(file, disk, random), true);
        } catch (IOException e) {
            throw new StoreException.Failed(file + ": " + SmallFile.why(e), e);
        }
    }

    /// For a start that failed before anybody was shown the key: the next one makes another.
    public void forgetIfFresh() {
        if (fresh) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new StoreException.Failed(file + ": " + SmallFile.why(e), e);
            }
        }
    }

    private static User make(Path file, Disk disk, SecureRandom random) throws IOException {
        KeyPair keys = KeyPair.random(random);
        String secret = keys.secretKey().reveal();
        OwnerFile.write(file, text(keys.accessKey(), secret), disk);
        return UserReader.admin(keys.accessKey(), secret);
    }

    private static String text(String access, String secret) {
        return """
        # The admin key of this store, made on its first start. Keep it to yourself.
        # AWS_SHARED_CREDENTIALS_FILE=<this file> makes aws and the SDKs use it.
        [default]
        aws_access_key_id = %s
        aws_secret_access_key = %s
        """
                .formatted(access, secret);
    }

    private static User read(Path file) throws IOException {
        String text = SmallFile.read(file);
        Optional<String> access = value(text, "aws_access_key_id");
        Optional<String> secret = value(text, "aws_secret_access_key");
        if (access.isEmpty() || secret.isEmpty()) {
            throw new StoreException.Failed(
                    file + " holds no key pair; restore it, or remove it to have a new one made");
        }
        return UserReader.admin(access.get(), secret.get());
    }

    private static Optional<String> value(String text, String name) {
        Matcher line =
                Pattern.compile("^" + name + " *= *(\\S+) *$", Pattern.MULTILINE).matcher(text);
        return line.find() ? Optional.of(line.group(1)) : Optional.empty();
    }
}
