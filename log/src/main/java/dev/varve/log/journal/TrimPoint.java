package dev.varve.log.journal;

import dev.varve.log.Bytes;
import dev.varve.log.Hash256;
import dev.varve.log.Position;
import dev.varve.log.codec.ByteWriter;
import dev.varve.log.seal.Chain;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Where a journal begins since it was trimmed.
///
/// @param cycle the first segment that is kept
/// @param oldest its first event
/// @param chain before that event
/// @param kept how many bytes of the file of kept records count
/// @param keyId of the key that signed this
record TrimPoint(int cycle, Position oldest, Hash256 chain, long kept, int keyId, Bytes signature) {
    /// A journal that was never trimmed.
    static final TrimPoint NONE =
            new TrimPoint(
                    SegmentName.FIRST_CYCLE, Position.FIRST, Chain.GENESIS, 0, 0, Bytes.EMPTY);

    boolean isTrimmed() {
        return cycle > SegmentName.FIRST_CYCLE;
    }

    /// What is signed.
    Hash256 text() {
        ByteWriter out = new ByteWriter();
        out.i32(cycle).i64(oldest.value()).hash(chain).i64(kept);
        try {
            return Hash256.of(MessageDigest.getInstance("SHA-256").digest(out.toArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    TrimPoint signed(int id, Bytes by) {
        return new TrimPoint(cycle, oldest, chain, kept, id, by);
    }
}
