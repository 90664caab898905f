package dev.varve.replication.ship;

import dev.varve.log.ClusterId;
import dev.varve.log.Origin;
import dev.varve.log.codec.ByteWriter;
import dev.varve.log.codec.ContentCodec;
import java.io.IOException;
import java.io.OutputStream;

/// Puts messages into a stream, each in three writes: have it buffered. For one thread.
public final class MessageWriter {
    private final OutputStream out;

    public MessageWriter(OutputStream out) {
        this.out = out;
    }

    /// Answers how many bytes it took. Flushing is the caller's.
    public int write(Message message) throws IOException {
        ByteWriter to = new ByteWriter(room(message));
        int type = body(message, to);
        byte[] body = to.toArray();
        return write(type, body);
    }

    /// Most of them are blobs.
    private static int room(Message message) {
        return MessageFormat.BLOB_HEAD
                + (message instanceof Message.BlobMessage blob ? blob.content().length() : 0);
    }

    int write(int type, byte[] body) throws IOException {
        byte[] head = new ByteWriter(MessageFormat.HEAD_BYTES).u8(type).i32(body.length).toArray();
        int checksum = MessageFormat.checksum(head, body);
        out.write(head);
        out.write(body);
        out.write(new ByteWriter(MessageFormat.CRC_BYTES).i32(checksum).toArray());
        return head.length + body.length + MessageFormat.CRC_BYTES;
    }

    private static int body(Message message, ByteWriter to) {
        switch (message) {
            case Message.Hello hello -> {
                write(to.u8(MessageFormat.VERSION), hello.cluster());
                write(to, hello.origin());
                to.varint(hello.formatLevel()).i64(hello.durable().value());
                write(to, hello.promise());
                return MessageFormat.HELLO;
            }
            case Message.BlobMessage blob -> {
                ContentCodec.writeBlobId(to, blob.id());
                to.sized(blob.content());
                return MessageFormat.BLOB;
            }
            case Message.FrameMessage frame -> {
                to.raw(frame.frame());
                return MessageFormat.FRAME;
            }
            case Message.Heartbeat heartbeat -> {
                write(to, heartbeat.promise());
                return MessageFormat.HEARTBEAT;
            }
            case Message.Trimmed trimmed -> {
                to.i64(trimmed.oldest().value());
                return MessageFormat.TRIMMED;
            }
            case Message.End end -> {
                to.u8(end.why().tag());
                return MessageFormat.END;
            }
        }
    }

    private static void write(ByteWriter to, ClusterId cluster) {
        to.i64(cluster.value().getMostSignificantBits());
        to.i64(cluster.value().getLeastSignificantBits());
    }

    private static void write(ByteWriter to, Origin origin) {
        to.i64(origin.node().value()).i32(origin.incarnation());
    }

    private static void write(ByteWriter to, Promise promise) {
        to.i64(promise.time().packed()).i64(promise.position().value());
    }
}
