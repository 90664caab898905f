package dev.varve.server.store;

import dev.varve.log.Actor;
import dev.varve.log.BlobId;
import dev.varve.log.Bytes;
import dev.varve.log.Checksum;
import dev.varve.log.Content;
import dev.varve.log.ETag;
import dev.varve.log.ObjectState;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.server.store.Refusal.Reason;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The staged bodies of all callers, pinned, with their limits. Safe for any number of threads.
final class Stages {
    private static final int ID_BYTES = 16;

    private final Limits.Staging limits;
    private final InstantSource clock;
    private final RandomGenerator ids;
    private final Strays strays;

    /// The oldest first, which is the first to expire.
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private int blobs;
    private long bytes;

    Stages(Core.Parts parts, Strays strays) {
        this.limits = parts.limits().staging();
        this.clock = parts.clock();
        this.ids = parts.ids();
        this.strays = strays;
    }

    /// Its state is that of an object put with this body, but for its attributes.
    private static final class Entry {
        final Staged staged;
        final Actor owner;
        final ObjectState state;
        final Ingested body;

        /// Transactions under way that name it: its pin outlives them, whatever else happens.
        int users;

        boolean dropped;
        boolean named;

        Entry(Staged staged, Actor owner, ObjectState state, Ingested body) {
            this.staged = staged;
            this.owner = owner;
            this.state = state;
            this.body = body;
        }
    }

    /// Room for one body that is coming in. Give it back by closing it, whatever came of it.
    final class Room implements AutoCloseable {
        private final long reserved;

        private Room(long reserved) {
            this.reserved = reserved;
            blobs++;
            bytes += reserved;
        }

        @Override
        public void close() {
            synchronized (Stages.this) {
                blobs--;
                bytes -= reserved;
            }
        }
    }

    /// @param length as declared, -1 when unknown
    synchronized Outcome<Room> reserve(long length) {
        expire();
        long wanted = Math.max(0, length);
        return fits(wanted) ? Outcome.done(new Room(wanted)) : full();
    }

    private boolean fits(long more) {
        return blobs < limits.blobs() && more <= limits.bytes() - bytes;
    }

    private <R> Outcome<R> full() {
        return Outcome.refused(
                Reason.BUSY,
                "%d staged bodies hold %d bytes; the limits are %d and %d"
                        .formatted(blobs, bytes, limits.blobs(), limits.bytes()));
    }

    /// Keeps a body, whose pin is this one's business from now on.
    synchronized Outcome<Staged> add(Ingested body, List<Checksum> checksums, Actor owner) {
        long size = body.content().size();
        if (!fits(size)) {
            body.close();
            strays.add(body.blobs());
            return full();
        }
        ETag etag = body.etag();
        Instant expires = clock.instant().plus(limits.keepFor());
        Staged staged = new Staged(newId(), size, etag, expires);
        Content content = body.content();
        ObjectState state =
                new ObjectState(content, etag, checksums, 0, List.of(), Attributes.NONE);
        entries.put(staged.id(), new Entry(staged, owner, state, body));
        blobs++;
        bytes += size;
        return Outcome.done(staged);
    }

    private String newId() {
        byte[] id = new byte[ID_BYTES];
        ids.nextBytes(id);
        return Bytes.of(id).toString();
    }

    /// The staged bodies that one transaction names, pinned until it is answered.
    final class Uses {
        private final List<Entry> used = new ArrayList<>();

        /// What an object of a staged body is; a refusal when the caller has none of that id.
        Outcome<ObjectState> of(String id, Actor actor) {
            synchronized (Stages.this) {
                expire();
                Entry entry = entries.get(id);
                if (entry == null || !entry.owner.equals(actor)) {
                    return Outcome.refused(
                            Reason.NO_SUCH_UPLOAD,
                            "there is no staged body " + id + ", or it expired");
                }
                entry.users++;
                used.add(entry);
                return Outcome.done(entry.state);
            }
        }

        /// @param named whether objects are made of them now; if not, they can be used again
        void end(boolean named) {
            synchronized (Stages.this) {
                for (Entry entry : used) {
                    entry.users--;
                    entry.named |= named;
                    if (named) {
                        entries.remove(entry.staged.id());
                        entry.dropped = true;
                    }
                    release(entry);
                }
                used.clear();
            }
        }
    }

    Uses use() {
        return new Uses();
    }

    synchronized boolean drop(String id, Actor actor) {
        Entry entry = entries.get(id);
        if (entry == null || !entry.owner.equals(actor)) {
            return false;
        }
        entries.remove(id);
        drop(entry);
        return true;
    }

    /// Drops what nobody asked for in time.
    synchronized void expire() {
        Instant now = clock.instant();
        for (Iterator<Entry> all = entries.values().iterator(); all.hasNext(); ) {
            Entry oldest = all.next();
            if (oldest.staged.expires().isAfter(now)) {
                return;
            }
            all.remove();
            drop(oldest);
        }
    }

    private void drop(Entry entry) {
        entry.dropped = true;
        release(entry);
    }

    private void release(Entry entry) {
        if (!entry.dropped || entry.users > 0) {
            return;
        }
        blobs--;
        bytes -= entry.staged.size();
        List<BlobId> unnamed = entry.named ? List.of() : entry.body.blobs();
        entry.body.close();
        strays.add(unnamed);
    }
}
