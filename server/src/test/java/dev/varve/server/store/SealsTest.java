package dev.varve.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.AccessKeyId;
import dev.varve.log.Bytes;
import dev.varve.log.SealedSecret;
import dev.varve.log.disk.LocalDisk;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealsTest {
    private static final LocalDisk DISK = new LocalDisk();
    private static final AccessKeyId ID = new AccessKeyId("A".repeat(20));

    @TempDir private Path directory;
    private final SecureRandom random = new SecureRandom();

    private Keyring keyring() {
        MasterKey master = MasterKey.of(directory.resolve("master"), true, DISK, random);
        return new Keyring(directory.resolve("ring"), master, DISK);
    }

    @Test
    void opensWithTheKeyringOfALaterStart() {
        SealedSecret sealed = new Seals(keyring(), random).seal(ID, "sésame");
        assertThat(new Seals(keyring(), random).open(ID, sealed)).isEqualTo("sésame");
    }

    @Test
    void makesOneDataKeyAndSealsUnderTheNewest() {
        Keyring keyring = keyring();
        Seals seals = new Seals(keyring, random);
        SealedSecret first = seals.seal(ID, "s");
        assertThat(seals.seal(ID, "s").dataKey()).isEqualTo(first.dataKey());
        assertThat(seals.seal(ID, "s")).isNotEqualTo(first);
        byte[] fresh = new byte[32];
        random.nextBytes(fresh);
        Keyring.Key newer = keyring.add(Keyring.Purpose.DATA, Bytes.of(fresh), Bytes.EMPTY);
        assertThat(seals.seal(ID, "t").dataKey()).isEqualTo(newer.id());
        assertThat(seals.open(ID, first)).isEqualTo("s");
        assertThat(newer).hasToString("Key[" + newer.id() + ", DATA]");
    }

    @Test
    void remembersOnlySoManyOpenSecrets() {
        Seals seals = new Seals(keyring(), random);
        for (int i = 0; i < 1100; i++) {
            seals.open(ID, seals.seal(ID, "s" + i));
        }
        assertThat(seals.kept()).isEqualTo(1024);
    }
}
