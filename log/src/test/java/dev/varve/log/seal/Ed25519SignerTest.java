package dev.varve.log.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.Bytes;
import dev.varve.log.Hash256;
import org.junit.jupiter.api.Test;

class Ed25519SignerTest {
    private static final Hash256 ROOT = new Hash256(1, 2, 3, 4);
    private static final Hash256 OTHER = new Hash256(1, 2, 3, 5);

    @Test
    void signsWhatItsPublicKeyVerifies() {
        Ed25519Signer.Keys keys = Ed25519Signer.generate();
        Ed25519Signer signer = Ed25519Signer.of(3, keys);
        Bytes signature = signer.sign(ROOT);
        assertThat(signer.keyId()).isEqualTo(3);
        assertThat(signer.publicKey()).isEqualTo(keys.publicKey());
        assertThat(CheckpointVerifier.verify(keys.publicKey(), ROOT, signature)).isTrue();
        assertThat(CheckpointVerifier.verify(keys.publicKey(), OTHER, signature)).isFalse();
        Bytes stranger = Ed25519Signer.generate().publicKey();
        assertThat(CheckpointVerifier.verify(stranger, ROOT, signature)).isFalse();
    }

    @Test
    void aKeyOrSignatureThatIsNoneVerifiesNothing() {
        Bytes key = Journals.KEYS.publicKey();
        assertThat(CheckpointVerifier.verify(Bytes.hex("00"), ROOT, Bytes.EMPTY)).isFalse();
        assertThat(CheckpointVerifier.verify(key, ROOT, Bytes.EMPTY)).isFalse();
        assertThat(CheckpointVerifier.verify(key, ROOT, Bytes.of(new byte[64]))).isFalse();
    }

    @Test
    void refusesAPrivateKeyThatIsNone() {
        Ed25519Signer.Keys broken =
                new Ed25519Signer.Keys(Journals.KEYS.publicKey(), Bytes.hex("0011"));
        assertThatThrownBy(() -> Ed25519Signer.of(1, broken))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void neverShowsThePrivateHalf() {
        assertThat(Journals.KEYS.toString())
                .contains(Journals.KEYS.publicKey().toString())
                .doesNotContain(Journals.KEYS.privateKey().toString());
    }
}
