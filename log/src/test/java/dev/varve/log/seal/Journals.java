package dev.varve.log.seal;

import dev.varve.log.ClusterId;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import java.util.UUID;

/// Identity and keys for journals in tests.
public final class Journals {
    public static final JournalIdentity IDENTITY = identity(1);
    public static final Ed25519Signer.Keys KEYS = Ed25519Signer.generate();
    public static final CheckpointSigner SIGNER = Ed25519Signer.of(7, KEYS);

    private Journals() {}

    public static JournalIdentity otherNode() {
        return new JournalIdentity(IDENTITY.cluster(), new Origin(new NodeId(1), 1));
    }

    public static JournalIdentity identity(int incarnation) {
        return new JournalIdentity(
                new ClusterId(new UUID(0x0123456789abcdefL, 0x8899aabbccddeeffL)),
                new Origin(new NodeId(0xfedcba9876543210L), incarnation));
    }
}
