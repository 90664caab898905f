package dev.varve.replication.follow;

import dev.varve.log.Bytes;
import dev.varve.log.Hash256;
import dev.varve.log.Origin;
import dev.varve.log.codec.ByteWriter;
import dev.varve.log.codec.Frame;
import dev.varve.log.codec.RecordView;
import dev.varve.log.seal.Chain;
import dev.varve.log.seal.CheckpointSigner;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;

/// A frame whose every byte can be made wrong: not packed, and put together without any check.
record RawFrame(Origin origin, List<byte[]> records, Hash256 root, int keyId, Bytes signature) {
    private static final int CRC_BYTES = 4;

    static RawFrame of(Bytes bytes) {
        Frame frame = Frame.read(bytes);
        return new RawFrame(
                frame.origin(),
                frame.records().stream().map(RecordView::toArray).toList(),
                frame.root(),
                frame.keyId(),
                frame.signature());
    }

    Bytes bytes() {
        ByteWriter plain = new ByteWriter();
        records.forEach(plain::raw);
        ByteWriter out = new ByteWriter();
        out.u8(1).i64(origin.node().value()).i32(origin.incarnation());
        out.hash(root).varint(keyId).sized(signature);
        out.varint(records.size()).u8(0).varint(plain.size()).sized(plain.toArray());
        return Bytes.of(out.toArray());
    }

    RawFrame with(List<byte[]> others) {
        return new RawFrame(origin, List.copyOf(others), root, keyId, signature);
    }

    RawFrame withKey(int other) {
        return new RawFrame(origin, records, root, other, signature);
    }

    RawFrame withSignature(Bytes other) {
        return new RawFrame(origin, records, root, keyId, other);
    }

    RawFrame withOrigin(Origin other) {
        return new RawFrame(other, records, root, keyId, signature);
    }

    RawFrame change(int index, UnaryOperator<byte[]> change) {
        List<byte[]> changed = new ArrayList<>(records);
        changed.set(index, change.apply(records.get(index).clone()));
        return with(changed);
    }

    /// Signed as it is, by whoever has the key.
    RawFrame signed(Hash256 before, CheckpointSigner signer) {
        Hash256 chain = before;
        for (byte[] record : records) {
            RecordView view = RecordView.of(record, 0, record.length);
            chain = new Chain().next(chain, view.header());
        }
        return new RawFrame(origin, records, chain, signer.keyId(), signer.signFrame(chain));
    }

    /// Flips one bit of a byte.
    static UnaryOperator<byte[]> flip(int at) {
        return record -> {
            record[at] ^= (byte) 1;
            return record;
        };
    }

    /// The same, and makes the checksum right.
    static UnaryOperator<byte[]> flipAndSum(int at) {
        return record -> summed(flip(at).apply(record));
    }

    static byte[] summed(byte[] record) {
        CRC32C crc = new CRC32C();
        crc.update(record, 0, record.length - CRC_BYTES);
        byte[] sum = new ByteWriter().i32((int) crc.getValue()).toArray();
        System.arraycopy(sum, 0, record, record.length - CRC_BYTES, CRC_BYTES);
        return record;
    }
}
