package dev.varve.server.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.BlobId;
import dev.varve.log.NodeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerWordsTest {
    @Test
    void readsWhatItWrites() {
        NodeId node = new NodeId(-2);
        assertThat(PeerWords.node(PeerWords.text(node))).isEqualTo(node);
        BlobId blob = BlobId.sha256(new byte[32]);
        assertThat(PeerWords.blob(blob.toString())).isEqualTo(blob);
    }

    /// What is asked for is looked up by its id, whatever a member says.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "..",
                "../node",
                "sha256:../../etc/passwd",
                "sha256:%2e%2e%2f",
                "/etc/passwd",
                "sha256:0000000000000000000000000000000000000000000000000000000000000000/x",
                "hmac:4294967296:00"
            })
    void takesNoPathForABlob(String text) {
        assertThatThrownBy(() -> PeerWords.blob(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
