package dev.varve.log.codec;

import dev.varve.log.Envelope;

/// Puts header, nonce and payload into one record.
public final class RecordEncoder {
    private static final int NO_FLAGS = 0;

    private RecordEncoder() {}

    public static byte[] header(Envelope envelope) {
        ByteWriter out = new ByteWriter();
        EnvelopeCodec.write(out, envelope);
        if (out.size() > RecordFormat.MAX_HEADER) {
            throw new IllegalArgumentException("an envelope of " + out.size() + " bytes");
        }
        return out.toArray();
    }

    public static byte[] record(byte[] header, byte[] nonce, byte[] payload) {
        checkPayload(payload.length);
        ByteWriter out = new ByteWriter();
        out.i32(RecordFormat.MAGIC).u8(NO_FLAGS).u16(header.length).i32(payload.length);
        out.raw(header).raw(nonce).raw(payload);
        out.i32(RecordChecksum.of(out.array(), 0, out.size()));
        return out.toArray();
    }

    /// @throws IllegalArgumentException for a payload that must become a blob instead
    public static void checkPayload(int length) {
        if (length > RecordFormat.MAX_PAYLOAD) {
            throw new IllegalArgumentException(
                    "a payload of " + length + " bytes; the limit is " + RecordFormat.MAX_PAYLOAD);
        }
    }
}
