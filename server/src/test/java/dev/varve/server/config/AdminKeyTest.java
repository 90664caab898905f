package dev.varve.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.Disk;
import dev.varve.log.StoreException;
import dev.varve.log.disk.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminKeyTest {
    private static final Disk DISK = new LocalDisk();
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir private Path data;

    private AdminKey key() {
        return AdminKey.in(data, DISK, RANDOM);
    }

    @Test
    void isMadeOnceAndKept() {
        AdminKey first = key();
        assertThat(first.fresh()).isTrue();
        assertThat(first.user().rights().areOfOperator()).isTrue();
        assertThat(first.user().id()).isEqualTo("admin");
        AdminKey second = key();
        assertThat(second.fresh()).isFalse();
        assertThat(second.user()).isEqualTo(first.user());
    }

    @Test
    void onlyItsOwnerReadsTheFile() throws IOException {
        Path file = key().file();
        assertThat(file).isEqualTo(data.resolve("admin-key")).isAbsolute();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(data)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void theFileIsOneThatClientsUnderstand() throws IOException {
        AdminKey key = key();
        assertThat(Files.readAllLines(key.file()))
                .contains(
                        "[default]",
                        "aws_access_key_id = " + key.user().accessKey(),
                        "aws_secret_access_key = " + key.user().secretKey());
    }

    @Test
    void showsNothingOfTheSecret() {
        AdminKey key = key();
        assertThat(key.toString()).doesNotContain(key.user().secretKey());
    }

    @Test
    void keysPassTheirOwnRules() {
        KeyPair keys = KeyPair.random(RANDOM);
        assertThat(keys.accessKey()).matches("VK[A-Z2-7]{18}");
        assertThat(keys.secretKey().reveal()).matches("[A-Za-z0-9]{40}");
        assertThat(Secrets.weakness(keys.secretKey().reveal(), keys.accessKey())).isEmpty();
        assertThat(UserField.ACCESS_KEY_TYPE.read(keys.accessKey())).isEqualTo(keys.accessKey());
        assertThat(KeyPair.random(RANDOM)).isNotEqualTo(keys);
        assertThat(keys.toString()).doesNotContain(keys.secretKey().reveal());
    }

    @Test
    void keysThatAnOperatorPutThereAreUsed() throws IOException {
        Files.writeString(
                data.resolve("admin-key"),
                "[default]\naws_access_key_id=MINE\naws_secret_access_key = mine-and-only-mine\n");
        assertThat(key().user().accessKey()).isEqualTo("MINE");
        assertThat(key().user().secretKey()).isEqualTo("mine-and-only-mine");
    }

    @Test
    void aFileWithoutKeysIsNotReplaced() throws IOException {
        Path file = Files.writeString(data.resolve("admin-key"), "nothing here\n");
        assertThatThrownBy(this::key)
                .isInstanceOf(StoreException.Failed.class)
                .hasMessageContaining("holds no key pair");
        assertThat(file).content().isEqualTo("nothing here\n");
    }

    @Test
    void isOnStableStorageBeforeItIsShown() {
        StepsDisk disk = new StepsDisk(data);
        AdminKey.in(data, disk, RANDOM);
        assertThat(disk.steps())
                .containsExactly("force admin-key.new", "move admin-key", "force directory");
    }

    @Test
    void aFailedSyncLeavesNoKeyBehind() {
        StepsDisk disk = new StepsDisk(data).failing();
        assertThatThrownBy(() -> AdminKey.in(data, disk, RANDOM))
                .isInstanceOf(StoreException.Failed.class)
                .hasMessageContaining("the disk is gone");
        assertThat(data.resolve("admin-key")).doesNotExist();
        assertThat(key().fresh()).isTrue();
        assertThat(List.of("admin-key.new")).noneMatch(left -> Files.exists(data.resolve(left)));
    }
}
