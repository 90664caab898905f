package dev.varve.log.codec;

import dev.varve.log.Envelope;
import dev.varve.log.Event;

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
        checkPayload(payload.length, RecordFormat.MAX_PAYLOAD);
        ByteWriter out = new ByteWriter();
        out.i32(RecordFormat.MAGIC).u8(NO_FLAGS).u16(header.length).i32(payload.length);
        out.raw(header).raw(nonce).raw(payload);
        out.i32(RecordChecksum.of(out.array(), 0, out.size()));
        return out.toArray();
    }

    /// A record without its nonce and payload: the chain, which covers its header, still holds.
    public static byte[] withheld(byte[] header) {
        ByteWriter out = new ByteWriter();
        out.i32(RecordFormat.MAGIC).u8(RecordFormat.WITHHELD).u16(header.length).i32(0);
        out.raw(header);
        out.i32(RecordChecksum.of(out.array(), 0, out.size()));
        return out.toArray();
    }

    /// @throws IllegalArgumentException for a payload that must become a blob instead
    public static void checkPayload(Event event, int length) {
        checkPayload(
                length,
                event instanceof Event.EventsImported
                        ? RecordFormat.MAX_PAYLOAD
                        : RecordFormat.MAX_EVENT_PAYLOAD);
    }

    private static void checkPayload(int length, int limit) {
        if (length > limit) {
            throw new IllegalArgumentException(
                    "a payload of " + length + " bytes; the limit is " + limit);
        }
    }
}
