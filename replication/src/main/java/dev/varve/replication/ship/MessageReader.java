package dev.varve.replication.ship;

import dev.varve.log.Bytes;
import dev.varve.log.ClusterId;
import dev.varve.log.HybridTime;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ContentCodec;
import dev.varve.replication.ship.BrokenStream.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Takes messages off a stream. Whatever the bytes are, it holds no more than one message of them.
/// For one thread.
public final class MessageReader {
    private final InputStream in;
    private long bytes;

    public MessageReader(InputStream in) {
        this.in = in;
    }

    /// Whether there is more on the stream without a wait.
    public boolean isReady() throws IOException {
        return in.available() > 0;
    }

    /// How many bytes were taken so far.
    public long bytes() {
        return bytes;
    }

    /// The next message, or null where the stream ends between two.
    ///
    /// @throws BrokenStream when there is none to be had from the bytes; read no further
    public @Nullable Message next() throws IOException {
        while (true) {
            byte[] head = in.readNBytes(MessageFormat.HEAD_BYTES);
            if (head.length == 0) {
                return null;
            }
            ByteReader fields = new ByteReader(whole(head, MessageFormat.HEAD_BYTES));
            int type = fields.u8();
            byte[] body = body(head, type, fields.i32());
            if (type < MessageFormat.FIRST_SKIPPABLE) {
                return message(type, body);
            }
        }
    }

    private byte[] body(byte[] head, int type, int length) throws IOException {
        int limit = MessageFormat.limit(type);
        if (limit < 0) {
            throw new BrokenStream(Fault.UNKNOWN, "a message of type " + type);
        }
        if (length < 0 || length > limit) {
            throw new BrokenStream(
                    Fault.TOO_LARGE,
                    "a message of type %d with %d bytes; the limit is %d"
                            .formatted(type, length, limit));
        }
        byte[] body = whole(in.readNBytes(length), length);
        byte[] crc = whole(in.readNBytes(MessageFormat.CRC_BYTES), MessageFormat.CRC_BYTES);
        if (new ByteReader(crc).i32() != MessageFormat.checksum(head, body)) {
            throw new BrokenStream(Fault.CHECKSUM, "a message with a wrong checksum");
        }
        return body;
    }

    private byte[] whole(byte[] got, int wanted) throws BrokenStream {
        bytes += got.length;
        if (got.length < wanted) {
            throw new BrokenStream(Fault.CUT, "the stream ends within a message");
        }
        return got;
    }

    private static Message message(int type, byte[] body) throws BrokenStream {
        try {
            ByteReader fields = new ByteReader(body);
            Message message = message(type, fields);
            fields.end();
            return message;
        } catch (IllegalArgumentException e) {
            throw new BrokenStream(
                    Fault.MALFORMED, "a message of type " + type + ": " + e.getMessage());
        }
    }

    private static Message message(int type, ByteReader body) throws BrokenStream {
        return switch (type) {
            case MessageFormat.HELLO -> hello(body);
            case MessageFormat.BLOB ->
                    new Message.BlobMessage(ContentCodec.readBlobId(body), body.sizedBytes());
            case MessageFormat.FRAME ->
                    new Message.FrameMessage(Bytes.of(body.raw(body.remaining())));
            case MessageFormat.HEARTBEAT -> new Message.Heartbeat(promise(body));
            case MessageFormat.TRIMMED -> new Message.Trimmed(new Position(body.i64()));
            default -> new Message.End(why(body));
        };
    }

    private static Message.Hello hello(ByteReader body) throws BrokenStream {
        int version = body.u8();
        if (version != MessageFormat.VERSION) {
            throw new BrokenStream(
                    Fault.UNKNOWN, "a stream of version " + version + " needs a newer release");
        }
        ClusterId cluster = new ClusterId(new UUID(body.i64(), body.i64()));
        Origin origin = new Origin(new NodeId(body.i64()), body.i32());
        int level = body.varint32();
        return new Message.Hello(cluster, origin, level, new Position(body.i64()), promise(body));
    }

    private static Promise promise(ByteReader body) {
        return new Promise(new HybridTime(body.i64()), new Position(body.i64()));
    }

    /// An end for a reason of the future is an end all the same.
    private static Message.Why why(ByteReader body) {
        return Message.Why.ofTag(body.u8()).orElse(Message.Why.TURN_OVER);
    }
}
