package dev.varve.log.blob;

import dev.varve.log.BlobId;
import dev.varve.log.Hash256;
import dev.varve.log.StoreException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.zip.CRC32C;

/// Entries of a durable placement index as bytes. The checksum covers the key too, so that an entry
/// which landed under another key is damage and not an answer.
public final class PlacementCodec {
    public static final int KEY_BYTES = 37;

    /// The order of keys.
    public static final Comparator<BlobId> KEY_ORDER =
            (one, other) -> Arrays.compareUnsigned(key(one), key(other));

    private static final byte VERSION = 1;
    private static final byte IN_PACK = 1;
    private static final byte LARGE_FILE = 2;
    private static final byte TALLY = 3;

    private PlacementCodec() {}

    public static byte[] key(BlobId id) {
        ByteBuffer out = ByteBuffer.allocate(KEY_BYTES);
        out.put((byte) id.algorithm().tag()).putInt(id.domain());
        id.hash().write(out);
        return out.array();
    }

    /// @throws IllegalArgumentException when the bytes are no key
    public static BlobId blobId(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a blob key has 37 bytes, not " + key.length);
        }
        ByteBuffer in = ByteBuffer.wrap(key);
        BlobId.Algorithm algorithm = BlobId.Algorithm.ofTag(in.get());
        return new BlobId(algorithm, in.getInt(), Hash256.read(in));
    }

    public static byte[] encode(BlobId id, Placement placement) {
        ByteBuffer out = ByteBuffer.allocate(40);
        switch (placement) {
            case Placement.InPack in ->
                    out.put(VERSION)
                            .put(IN_PACK)
                            .put(flag(in))
                            .put((byte) 0)
                            .putInt(in.pack())
                            .putLong(in.offset());
            case Placement.LargeFile file ->
                    out.put(VERSION)
                            .put(LARGE_FILE)
                            .put(flag(file))
                            .put((byte) 0)
                            .putLong(file.generation());
        }
        out.putLong(placement.storedBytes()).putLong(placement.length());
        return sealed(key(id), out);
    }

    /// @throws StoreException.Corrupt when the bytes are not what [#encode] gave for this id
    public static Placement decode(BlobId id, byte[] bytes) {
        ByteBuffer in = opened(key(id), bytes, id.toString());
        byte kind = in.get();
        boolean quarantined = in.get() != 0;
        in.get();
        return switch (kind) {
            case IN_PACK ->
                    new Placement.InPack(
                            in.getInt(), in.getLong(), in.getLong(), in.getLong(), quarantined);
            case LARGE_FILE ->
                    new Placement.LargeFile(in.getLong(), in.getLong(), in.getLong(), quarantined);
            default -> throw new StoreException.FromTheFuture("placement of kind " + kind);
        };
    }

    public static byte[] encode(int shelf, Tally tally) {
        ByteBuffer out = ByteBuffer.allocate(48);
        out.put(VERSION).put(TALLY).put((byte) 0).put((byte) 0);
        out.putLong(tally.scannedTo()).putLong(tally.blobs()).putLong(tally.logicalBytes());
        out.putLong(tally.storedBytes()).putLong(tally.quarantined());
        return sealed(shelfKey(shelf), out);
    }

    /// @throws StoreException.Corrupt when the bytes are not what [#encode] gave for this shelf
    public static Tally decodeTally(int shelf, byte[] bytes) {
        ByteBuffer in = opened(shelfKey(shelf), bytes, "shelf " + shelf);
        if (in.get() != TALLY) {
            throw new StoreException.FromTheFuture("a tally of another kind");
        }
        in.getShort();
        return new Tally(in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong());
    }

    private static byte flag(Placement placement) {
        return (byte) (placement.quarantined() ? 1 : 0);
    }

    private static byte[] shelfKey(int shelf) {
        return ByteBuffer.allocate(4).putInt(shelf).array();
    }

    private static byte[] sealed(byte[] key, ByteBuffer value) {
        int length = value.position();
        byte[] bytes = new byte[length + 4];
        value.flip().get(bytes, 0, length);
        ByteBuffer.wrap(bytes).putInt(length, checksum(key, bytes, length));
        return bytes;
    }

    private static ByteBuffer opened(byte[] key, byte[] bytes, String what) {
        int length = bytes.length - 4;
        if (length < 4 || checksum(key, bytes, length) != ByteBuffer.wrap(bytes).getInt(length)) {
            throw new StoreException.Corrupt("placement index", 0, "bad entry of " + what);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, length);
        byte version = in.get();
        if (version != VERSION) {
            throw new StoreException.FromTheFuture("placement of version " + version);
        }
        return in;
    }

    private static int checksum(byte[] key, byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(key);
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
