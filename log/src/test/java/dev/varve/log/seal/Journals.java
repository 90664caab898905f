package dev.varve.log.seal;

import dev.varve.log.Bytes;
import dev.varve.log.ClusterId;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import java.util.UUID;

/// Identity and keys for journals in tests.
public final class Journals {
    public static final JournalIdentity IDENTITY = identity(1);

    /// Fixed, so that several processes sign alike. Good for nothing else.
    public static final Ed25519Signer.Keys KEYS =
            new Ed25519Signer.Keys(
                    Bytes.hex(
                            "302a300506032b6570032100a7e3f6bb98b6d5552099f595"
                                    + "26ae9ca02703b945e9af02680810bcc4601ddf27"),
                    Bytes.hex(
                            "302e020100300506032b6570042204204f4984cf76d60aaf"
                                    + "728b3752dff0609e09ea6617826dc5787effec555c9a9518"));

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
