package dev.varve.log.codec;

import dev.varve.log.Event;
import dev.varve.log.LinkId;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Payloads of events that end links.
final class LinkCodec {
    /// What a link may have done when it was spent.
    private static final Set<EventType> CHANGES =
            EnumSet.of(
                    EventType.OBJECT_PUT,
                    EventType.OBJECT_COPIED,
                    EventType.OBJECT_UNDELETED,
                    EventType.DELETE_MARKER_PLACED,
                    EventType.OBJECT_DELETED,
                    EventType.VERSION_DELETED,
                    EventType.ATTRIBUTES_CHANGED,
                    EventType.UPLOAD_COMPLETED);

    private LinkCodec() {}

    static void write(ByteWriter out, Event.LinkEvent event) {
        out.string(event.issuer());
        switch (event) {
            case Event.LinkRevoked revoked -> writeId(out, revoked.link());
            case Event.LinkSpent spent -> {
                writeId(out, spent.link());
                writeChange(out, spent.change());
            }
            case Event.LinksOfIssuerRevoked revoked -> out.zigzag(revoked.until().toEpochMilli());
        }
    }

    private static void writeId(ByteWriter out, LinkId link) {
        out.i64(link.high()).i64(link.low());
    }

    private static void writeChange(ByteWriter out, Event.@Nullable ObjectEvent change) {
        out.flag(change != null);
        if (change != null) {
            EventEncoder.writeChange(out, change);
        }
    }

    static Event.LinkEvent read(EventType type, ByteReader in) {
        String issuer = in.string();
        return switch (type) {
            case LINK_REVOKED -> new Event.LinkRevoked(readId(in), issuer);
            case LINK_SPENT -> new Event.LinkSpent(readId(in), issuer, readChange(in));
            case LINKS_OF_ISSUER_REVOKED ->
                    new Event.LinksOfIssuerRevoked(issuer, Instant.ofEpochMilli(in.zigzag()));
            default -> throw new IllegalStateException("not of a link: " + type);
        };
    }

    private static LinkId readId(ByteReader in) {
        return new LinkId(in.i64(), in.i64());
    }

    /// Only what is no list of events itself is read, so that nothing nests.
    private static Event.@Nullable ObjectEvent readChange(ByteReader in) {
        if (!in.flag()) {
            return null;
        }
        int number = in.varint32();
        int version = in.varint32();
        if (!CHANGES.contains(EventType.known(number, version))) {
            throw new IllegalArgumentException("no link does this: event type " + number);
        }
        return (Event.ObjectEvent) EventDecoder.read(number, version, new ByteReader(in.sized()));
    }
}
