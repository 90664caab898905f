package dev.varve.log.codec;

import dev.varve.log.Envelope;
import dev.varve.log.Event;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.StoreException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A record as it lies in an array; its checksum was found right when the view was made.
public final class RecordView {
    private final byte[] bytes;
    private final int offset;
    private final int headerLength;
    private final int payloadLength;
    private final boolean withheld;

    /// Read when it is asked for; it is the same whoever reads it.
    private @Nullable Envelope envelope;

    private RecordView(byte[] bytes, int offset) {
        ByteReader in = new ByteReader(bytes, offset, bytes.length - offset);
        int magic = in.i32();
        int flags = in.u8();
        this.bytes = bytes;
        this.offset = offset;
        this.headerLength = in.u16();
        this.payloadLength = in.i32();
        this.withheld = flags == RecordFormat.WITHHELD;
        if (magic != RecordFormat.MAGIC) {
            throw new IllegalArgumentException("no record begins here");
        }
        if (payloadLength < 0
                || payloadLength > RecordFormat.MAX_PAYLOAD
                || (withheld && payloadLength != 0)
                || headerLength < RecordFormat.MIN_HEADER
                || length() > bytes.length - offset) {
            throw new IllegalArgumentException("a record with impossible lengths");
        }
        int crcAt = offset + length() - RecordFormat.CRC_BYTES;
        int crc = new ByteReader(bytes, crcAt, RecordFormat.CRC_BYTES).i32();
        if (crc != RecordChecksum.of(bytes, offset, crcAt - offset)) {
            throw new IllegalArgumentException("a record with a wrong checksum");
        }
        if (flags != 0 && !withheld) {
            throw new StoreException.FromTheFuture(
                    "record flags " + flags + " need a newer release");
        }
    }

    /// A record that begins at `offset` and may end before the array does.
    ///
    /// @throws IllegalArgumentException when there is none, or not a whole and right one
    public static RecordView at(byte[] bytes, int offset) {
        return new RecordView(bytes, offset);
    }

    /// A record that fills `length` bytes.
    ///
    /// @throws IllegalArgumentException when there is none, or not a whole and right one
    public static RecordView of(byte[] bytes, int offset, int length) {
        if (offset + length > bytes.length) {
            throw new IllegalArgumentException("a record that was cut off");
        }
        RecordView view = new RecordView(bytes, offset);
        if (view.length() != length) {
            throw new IllegalArgumentException(
                    "a record of " + view.length() + " bytes in a frame of " + length);
        }
        return view;
    }

    public int length() {
        return RecordFormat.HEADER_AT
                + headerLength
                + (withheld ? 0 : RecordFormat.NONCE_BYTES)
                + payloadLength
                + RecordFormat.CRC_BYTES;
    }

    /// Whether nonce and payload are absent.
    public boolean isWithheld() {
        return withheld;
    }

    /// Cheaper than [#envelope()]: the position has a fixed place.
    public Position position() {
        int at = offset + RecordFormat.HEADER_AT + RecordFormat.POSITION_AT;
        return new Position(new ByteReader(bytes, at, Long.BYTES).i64());
    }

    public Envelope envelope() {
        Envelope known = envelope;
        if (known == null) {
            known =
                    EnvelopeCodec.read(
                            new ByteReader(bytes, offset + RecordFormat.HEADER_AT, headerLength));
            envelope = known;
        }
        return known;
    }

    public byte[] header() {
        return copy(offset + RecordFormat.HEADER_AT, headerLength);
    }

    public byte[] nonce() {
        requirePayload();
        return copy(nonceAt(), RecordFormat.NONCE_BYTES);
    }

    public byte[] payload() {
        requirePayload();
        return copy(payloadAt(), payloadLength);
    }

    void writeTo(ByteWriter out) {
        out.raw(bytes, offset, length());
    }

    /// The record itself.
    public byte[] toArray() {
        return copy(offset, length());
    }

    public Recorded recorded() {
        Envelope envelope = envelope();
        if (withheld) {
            return new Recorded(
                    envelope,
                    new Event.PayloadWithheld(envelope.payloadType(), envelope.payloadVersion()));
        }
        ByteReader payload = new ByteReader(bytes, payloadAt(), payloadLength);
        Event event = EventDecoder.read(envelope.payloadType(), envelope.payloadVersion(), payload);
        return new Recorded(envelope, event);
    }

    private void requirePayload() {
        if (withheld) {
            throw new IllegalStateException("the payload was withheld");
        }
    }

    private int nonceAt() {
        return offset + RecordFormat.HEADER_AT + headerLength;
    }

    private int payloadAt() {
        return nonceAt() + RecordFormat.NONCE_BYTES;
    }

    private byte[] copy(int from, int length) {
        return Arrays.copyOfRange(bytes, from, from + length);
    }
}
