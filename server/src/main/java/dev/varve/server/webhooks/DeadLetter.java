package dev.varve.server.webhooks;

import dev.varve.log.BucketId;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A delivery that was given up.
///
/// @param queued whether it is to be tried again
public record DeadLetter(
        Position position,
        String event,
        BucketId bucket,
        @Nullable ObjectKey key,
        Message message,
        int attempts,
        String error,
        Instant firstTried,
        Instant died,
        boolean queued) {
    private static final byte VERSION = 1;

    Change.Lane lane() {
        return new Change.Lane(bucket, key);
    }

    DeadLetter queued(boolean is) {
        return new DeadLetter(
                position, event, bucket, key, message, attempts, error, firstTried, died, is);
    }

    DeadLetter failed(int more, String why, Instant now) {
        return new DeadLetter(
                position,
                event,
                bucket,
                key,
                message,
                attempts + more,
                why,
                firstTried,
                now,
                false);
    }

    byte[] bytes() {
        ByteWriter out = new ByteWriter();
        out.u8(VERSION).i64(position.value()).string(event).i64(bucket.value());
        out.flag(key != null);
        if (key != null) {
            out.sized(key.utf8());
        }
        out.string(message.id()).string(message.type()).sized(message.body());
        out.varint(attempts).string(error);
        out.zigzag(firstTried.toEpochMilli()).zigzag(died.toEpochMilli()).flag(queued);
        return out.toArray();
    }

    static DeadLetter read(byte[] row) {
        ByteReader in = new ByteReader(row);
        if (in.u8() != VERSION) {
            throw new dev.varve.log.StoreException.FromTheFuture(
                    "a dead letter is of a later format");
        }
        Position position = new Position(in.i64());
        String event = in.string();
        BucketId bucket = new BucketId(in.i64());
        @Nullable ObjectKey key = in.flag() ? ObjectKey.ofUtf8(in.sized()) : null;
        Message message = new Message(in.string(), in.string(), in.sizedBytes());
        DeadLetter letter =
                new DeadLetter(
                        position,
                        event,
                        bucket,
                        key,
                        message,
                        in.varint32(),
                        in.string(),
                        Instant.ofEpochMilli(in.zigzag()),
                        Instant.ofEpochMilli(in.zigzag()),
                        in.flag());
        in.end();
        return letter;
    }
}
