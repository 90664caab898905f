package dev.varve.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.disk.LocalDisk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkSealTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String OTHERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/%. \0é";

    @TempDir private Path directory;
    private LinkSeal seal;

    @BeforeEach
    void open() {
        seal = new LinkSeal(keyring("a"), RANDOM);
    }

    private Keyring keyring(String name) {
        LocalDisk disk = new LocalDisk();
        MasterKey master = MasterKey.of(directory.resolve(name + ".master"), true, disk, RANDOM);
        return new Keyring(directory.resolve(name + ".keyring"), master, disk);
    }

    private static byte[] content(int length, long seed) {
        byte[] content = new byte[length];
        new Random(seed).nextBytes(content);
        return content;
    }

    @Test
    void opensWhatItSealed() {
        for (int length = 0; length < 300; length++) {
            byte[] content = content(length, length);
            String token = seal.seal(content);
            assertThat(token).matches("[A-Za-z0-9_-]+");
            assertThat(seal.open(token)).contains(content);
        }
    }

    /// Each of lengths that leave no, two and four bits of the last character unused.
    @Test
    void refusesEveryChangeOfOneCharacter() {
        for (int length = 40; length < 43; length++) {
            String token = seal.seal(content(length, 7));
            for (int at = 0; at < token.length(); at++) {
                for (int i = 0; i < OTHERS.length(); i++) {
                    if (OTHERS.charAt(i) != token.charAt(at)) {
                        StringBuilder changed = new StringBuilder(token);
                        changed.setCharAt(at, OTHERS.charAt(i));
                        assertThat(seal.open(changed.toString())).isEmpty();
                    }
                }
            }
        }
    }

    @Test
    void refusesEveryChangeOfOneByte() {
        byte[] token = Base64.getUrlDecoder().decode(seal.seal(content(60, 8)));
        for (int at = 0; at < token.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = token.clone();
                changed[at] ^= (byte) (1 << bit);
                assertThat(seal.open(text(changed))).isEmpty();
            }
        }
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Test
    void refusesWhatIsCutOrLonger() {
        String token = seal.seal(content(50, 9));
        for (int length = 0; length < token.length(); length++) {
            assertThat(seal.open(token.substring(0, length))).isEmpty();
        }
        assertThat(seal.open(token + "A")).isEmpty();
        assertThat(seal.open(token + "=")).isEmpty();
        assertThat(seal.open(token + token)).isEmpty();
        assertThat(seal.open("A".repeat(LinkSeal.LONGEST + 1))).isEmpty();
    }

    @Test
    void refusesGarbage() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 5000; round++) {
            byte[] garbage = new byte[random.nextInt(200)];
            random.nextBytes(garbage);
            if (garbage.length > 2 && random.nextBoolean()) {
                garbage[0] = 1;
                garbage[1] = 1;
            }
            assertThat(seal.open(text(garbage))).as("seed %d", seed).isEmpty();
        }
    }

    @Test
    void refusesWhatAnotherStoreSealed() {
        LinkSeal other = new LinkSeal(keyring("b"), RANDOM);
        byte[] content = content(20, 10);
        assertThat(seal.open(other.seal(content))).isEmpty();
        assertThat(other.open(seal.seal(content))).isEmpty();
    }

    @Test
    void refusesMacByKeyOfAnotherPurpose() {
        Keyring keyring = keyring("c");
        int domain = keyring.newDomain(RANDOM);
        LinkSeal here = new LinkSeal(keyring, RANDOM);
        byte[] token = Base64.getUrlDecoder().decode(here.seal(content(20, 11)));
        token[1] = (byte) domain;
        assertThat(here.open(text(token))).isEmpty();
    }

    @Test
    void keepsItsKeyWhenOpenedAnew() {
        Path kept = directory.resolve("a.keyring");
        String token = seal.seal(content(20, 12));
        LocalDisk disk = new LocalDisk();
        MasterKey master = MasterKey.of(directory.resolve("a.master"), false, disk, RANDOM);
        LinkSeal again = new LinkSeal(new Keyring(kept, master, disk), RANDOM);

        assertThat(again.open(token)).contains(content(20, 12));
        again.seal(content(1, 1));
        assertThat(new Keyring(kept, master, disk).keys()).hasSize(1);
    }

    @Test
    void makesNoTokenThatItWouldNotRead() {
        assertThatThrownBy(() -> seal.seal(content(LinkSeal.LONGEST, 13)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most");
    }

    @Test
    void tellsNothingOfItsKey() {
        String token = seal.seal("content".getBytes(StandardCharsets.UTF_8));
        String shown =
                new String(Base64.getUrlDecoder().decode(token), StandardCharsets.ISO_8859_1);
        assertThat(shown).contains("content");
        Keyring.Key key = keyring("a").linkKey(RANDOM);
        assertThat(shown)
                .doesNotContain(new String(key.secret().toArray(), StandardCharsets.ISO_8859_1));
    }
}
