package dev.varve.server.config;

import static dev.varve.server.config.ConfigKit.GOOD_SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.auth.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Users: the admin of the environment, `[[users]]` of the file, and who is refused.
class UsersTest {
    @TempDir private Path directory;
    private ConfigKit kit;

    @BeforeEach
    void start() {
        kit = new ConfigKit(directory);
    }

    private static String[] user(String... more) {
        String[] lines = {
            "[[users]]",
            "access_key = 'ALICE'",
            "secret_key = '" + GOOD_SECRET + "'",
            "id = 'alice'",
            String.join("\n", more)
        };
        return lines;
    }

    @Test
    void variablesOfAwsMakeAnAdmin() {
        kit.variable("AWS_ACCESS_KEY_ID", "ROOT").variable("AWS_SECRET_ACCESS_KEY", GOOD_SECRET);
        assertThat(kit.server().users())
                .containsExactly(
                        new User(
                                "ROOT", GOOD_SECRET, "admin", "admin", "", true, Optional.empty()));
    }

    @Test
    void adminComesFirstAndBesideTheOthers() {
        kit.toml(user())
                .variable("VARVE_ADMIN_ACCESS_KEY", "ROOT")
                .variable(
                        "VARVE_ADMIN_SECRET_KEY_FILE",
                        kit.write("secret", GOOD_SECRET + "\n").toString());
        assertThat(kit.server().users()).extracting(User::id).containsExactly("admin", "alice");
        assertThat(kit.server().users()).extracting(User::secretKey).containsOnly(GOOD_SECRET);
    }

    @Test
    void halfOfAnAdminIsRefused() {
        kit.variable("AWS_ACCESS_KEY_ID", "ROOT");
        assertThat(kit.refusal())
                .isEqualTo(
                        "AWS_ACCESS_KEY_ID: admin.access-key is set, but not admin.secret-key"
                                + " (VARVE_ADMIN_SECRET_KEY or AWS_SECRET_ACCESS_KEY)");
        start();
        kit.variable("AWS_SECRET_ACCESS_KEY", GOOD_SECRET);
        assertThat(kit.refusal()).startsWith("AWS_SECRET_ACCESS_KEY: admin.secret-key is set");
    }

    @Test
    void readsEveryFieldOfAUser() {
        kit.toml(
                user(
                        "display_name = 'Alice A.'",
                        "email = 'alice@example.com'",
                        "scope = 'photos/2026'",
                        "admin = true"));
        assertThat(kit.server().users())
                .containsExactly(
                        new User(
                                "ALICE",
                                GOOD_SECRET,
                                "alice",
                                "Alice A.",
                                "alice@example.com",
                                true,
                                Optional.of("photos/2026")));
    }

    @Test
    void mostFieldsMayBeLeftOut() {
        kit.toml(user());
        assertThat(kit.server().users())
                .containsExactly(
                        new User(
                                "ALICE",
                                GOOD_SECRET,
                                "alice",
                                "alice",
                                "",
                                false,
                                Optional.empty()));
    }

    @Test
    void dashesDoAsWellAsUnderscores() {
        kit.toml(
                "[[users]]",
                "access-key = 'A-KEY'",
                "secret-key = '" + GOOD_SECRET + "'",
                "id='a'");
        assertThat(kit.server().users()).extracting(User::accessKey).containsExactly("A-KEY");
    }

    @Test
    void readsASecretFromItsOwnFile() {
        Path secret = kit.write("secret", GOOD_SECRET + "\n");
        kit.toml(
                "[[users]]",
                "access_key='ALICE'",
                "id='alice'",
                "secret_key_file='" + secret + "'");
        assertThat(kit.server().users()).extracting(User::secretKey).containsExactly(GOOD_SECRET);
        assertThat(kit.load().warnings()).isEmpty();
    }

    @Test
    void refusesASecretFileThatIsMissingOrBesideASecret() {
        kit.toml("[[users]]", "access_key='ALICE'", "id='alice'", "secret_key_file='/no/file'");
        assertThat(kit.refusal()).isEqualTo("varve.toml:4: /no/file cannot be read: no such file");
        kit.toml(user("secret_key_file = '" + kit.write("s", GOOD_SECRET) + "'"));
        assertThat(kit.refusal())
                .isEqualTo("varve.toml:5: secret_key is set as well; one of them must go");
    }

    @ParameterizedTest
    @CsvSource({
        "'minioadmin', is well known",
        "'MinioAdminMinioAdmin', is well known",
        "'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', is well known",
        "'fifteen-letters', is shorter than 16 characters",
        "'aaaaaaaaaaaaaaaaaaaa', repeats too few characters",
        "'a-key-that-is-long', is the access key itself"
    })
    void refusesWeakSecrets(String secret, String why) {
        kit.toml(
                "[[users]]",
                "access_key = 'A-KEY-THAT-IS-LONG'",
                "secret_key = '" + secret + "'",
                "id = 'alice'");
        assertThat(kit.refusal())
                .isEqualTo(
                        "varve.toml:1: the secret key of alice "
                                + why
                                + "; --dev accepts it, for tests");
    }

    @Test
    void refusesAWeakAdminAndAWeakToken() {
        kit.variable("AWS_ACCESS_KEY_ID", "minioadmin")
                .variable("AWS_SECRET_ACCESS_KEY", "minioadmin")
                .variable("VARVE_METRICS_TOKEN", "token");
        assertThat(kit.refusal().lines())
                .anyMatch(
                        line -> line.contains("AWS_SECRET_ACCESS_KEY: the secret key of admin is"))
                .anyMatch(line -> line.contains("VARVE_METRICS_TOKEN: metrics.token is shorter"));
    }

    @Test
    void acceptsWeakSecretsForTestsAndSaysSo() {
        kit.flag("dev", "true")
                .variable("AWS_ACCESS_KEY_ID", "minioadmin")
                .variable("AWS_SECRET_ACCESS_KEY", "minioadmin");
        assertThat(kit.server().users()).hasSize(1);
        assertThat(kit.load().warnings())
                .containsExactly(
                        "AWS_SECRET_ACCESS_KEY: the secret key of admin is the access key itself");
    }

    @ParameterizedTest
    @ValueSource(strings = {"access_key", "secret_key", "id"})
    void refusesAUserWithoutWhatItNeeds(String field) {
        String[] lines = user();
        for (int i = 0; i < lines.length; i++) {
            lines[i] = lines[i].startsWith(field + " ") ? "" : lines[i];
        }
        kit.toml(lines);
        assertThat(kit.refusal()).isEqualTo("varve.toml:1: this user has no " + field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    access_key = 'a/b'       | access_key must be 3 to 128 letters
                    access_key = 'ab'        | access_key must be 3 to 128 letters
                    secret_key = 'a b'       | secret_key must be 1 to 256 visible ASCII characters
                    id = ''                  | id must be 1 to 128 characters
                    id = "a\\tb"             | id must be 1 to 128 characters
                    id = 'system'            | the id system is not for users
                    id = 'anonymous'         | the id anonymous is not for users
                    """)
    void refusesAUserWithABadField(String line, String says) {
        String field = line.substring(0, line.indexOf(' ') + 1);
        String[] lines = user();
        for (int i = 0; i < lines.length; i++) {
            lines[i] = lines[i].startsWith(field) ? line : lines[i];
        }
        kit.toml(lines);
        assertThat(kit.refusal()).startsWith("varve.toml:").contains(says).doesNotContain("'a b'");
    }

    @Test
    void refusesAnIdThatIsTooLongForAnEvent() {
        kit.toml(
                "[[users]]",
                "access_key='ALICE'",
                "secret_key='x'",
                "id='" + "i".repeat(129) + "'");
        assertThat(kit.refusal()).startsWith("varve.toml:4: id must be 1 to 128 characters");
    }

    @Test
    void refusesUnknownFieldsAndFurtherOptions() {
        kit.toml(user("acess_key = 'x'"));
        assertThat(kit.refusal())
                .isEqualTo("varve.toml:5: a user has no acess_key; did you mean access_key?");
        kit.toml(user("admin = 'perhaps'", "scope = 'Not A Bucket'"));
        assertThat(kit.refusal().lines())
                .anyMatch(line -> line.contains("admin must be true or false"))
                .anyMatch(line -> line.contains("scope must be BUCKET or BUCKET/PREFIX"));
        kit.toml("[users]", "id = 'alice'");
        assertThat(kit.refusal()).contains("varve.toml:1").contains("[[users]]");
    }

    @Test
    void refusesTwoUsersWithOneKeyOrId() {
        kit.toml(String.join("\n", user()), String.join("\n", user()));
        assertThat(kit.refusal().lines())
                .anyMatch(line ->
                        line.contains("access_key ALICE is taken by the user at varve.toml:1"))
                .anyMatch(line -> line.contains("id alice is taken by the user at varve.toml:1"));
        kit.toml("[[users]]", "access_key='A-1'", "secret_key='" + GOOD_SECRET + "'", "id='admin'")
                .variable("AWS_ACCESS_KEY_ID", "ROOT")
                .variable("AWS_SECRET_ACCESS_KEY", GOOD_SECRET);
        assertThat(kit.refusal())
                .contains("id admin is taken by the user at AWS_SECRET_ACCESS_KEY");
    }

    @Test
    void warnsOfAFileWithSecretsThatOthersMayRead() throws IOException {
        kit.toml(user());
        Path file = directory.resolve("varve.toml");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(kit.load().warnings()).singleElement().asString().contains("chmod 600");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(kit.load().warnings()).isEmpty();
        kit.toml("region = 'here'");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(kit.load().warnings()).isEmpty();
    }

    @Test
    void showsUsersWithoutTheirSecrets() {
        kit.toml(user("admin = true", "scope = 'photos'"));
        Configuration.Entry entry = kit.entry("users");
        assertThat(entry.value()).isEqualTo("alice, ALICE / ********, admin, only photos");
        assertThat(entry.source()).hasToString(directory.resolve("varve.toml") + ":1");
        assertThat(kit.server().toString() + kit.load().entries()).doesNotContain(GOOD_SECRET);
    }
}
