package dev.varve.server.peer;

import dev.varve.log.BlobId;
import dev.varve.log.BlobStore;
import dev.varve.log.Event;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import dev.varve.log.codec.ContentCodec;
import dev.varve.log.codec.Frame;
import dev.varve.log.codec.RecordView;
import dev.varve.projections.StateBatch;
import dev.varve.projections.StateStore;
import dev.varve.replication.ship.NamedBlobs;
import dev.varve.server.consumers.Follower;
import dev.varve.server.store.Varve;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Sees to it that the bytes that events of others name are here. What nobody has for now is noted,
/// and tried again later.
final class PeerBytes implements Follower {
    static final String NAME = "peer-bytes";
    private static final String ABSENT = "peer-bytes-absent";
    private static final byte[] NOTHING = {};

    /// Of those that are noted, how many are tried at a time.
    private static final int AGAIN = 1_000;

    private final BlobStore blobs;
    private final StateStore state;
    private final Varve varve;
    private final Wanted wanted;
    private final NodeId self;
    private final Fetching fetching;
    private final Map<Origin, Position> complete = new ConcurrentHashMap<>();
    private volatile boolean anyAbsent = true;
    private volatile Runnable reached = () -> {};

    PeerBytes(Varve varve, Wanted wanted, Fetching fetching) {
        this.varve = varve;
        this.wanted = wanted;
        this.self = varve.journal().origin().node();
        this.blobs = varve.blobs();
        this.state = varve.consumers().state();
        this.fetching = fetching;
    }

    /// @param other told whenever there may be more than before
    void whenReached(Runnable other) {
        reached = other;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String about() {
        return "fetches the bytes that events of other members name";
    }

    @Override
    public boolean mayRestart() {
        return true;
    }

    @Override
    public boolean mayLapse() {
        return false;
    }

    @Override
    public Duration pace() {
        return Duration.ofMillis(20);
    }

    @Override
    public void apply(List<Recorded> events, StateBatch with) {
        Set<BlobId> missing = new LinkedHashSet<>();
        for (Recorded recorded : events) {
            if (recorded.event() instanceof Event.EventsImported imported) {
                Frame.read(imported.frame()).records().stream()
                        .map(RecordView::recorded)
                        .forEach(within -> missing.addAll(missing(within.event())));
            }
        }
        for (BlobId blob : fetching.bringAll(missing.stream().filter(this::isNamed).toList())) {
            with.put(ABSENT, key(blob), NOTHING);
            anyAbsent = true;
        }
        for (Recorded recorded : events) {
            if (recorded.event() instanceof Event.EventsImported imported) {
                complete.put(imported.origin(), imported.last());
            }
        }
        reached.run();
    }

    private List<BlobId> missing(Event event) {
        return NamedBlobs.of(event).stream()
                .filter(blob -> !isHere(blob) && wanted.by(self, event, blob))
                .toList();
    }

    /// Fetches a blob, or notes that nobody has it for now.
    boolean bring(BlobId blob) {
        boolean here = isHere(blob) || fetching.bring(blob);
        if (!here && isNamed(blob)) {
            state.write(new StateBatch().put(ABSENT, key(blob), NOTHING));
            anyAbsent = true;
        }
        return here;
    }

    /// Of a blob that is here.
    long length(BlobId blob) {
        return blobs.find(blob).map(found -> found.length()).orElse(0L);
    }

    boolean isHere(BlobId blob) {
        return blobs.find(blob).filter(found -> !found.quarantined()).isPresent();
    }

    /// What was purged meanwhile nobody needs.
    private boolean isNamed(BlobId blob) {
        return varve.imports().references(blob) > 0;
    }

    private static byte[] key(BlobId blob) {
        ByteWriter out = new ByteWriter();
        ContentCodec.writeBlobId(out, blob);
        return out.toArray();
    }

    /// Tries those again that nobody had. How many are still absent is answered.
    int tryAgain() {
        List<BlobId> absent = absent();
        Set<BlobId> left =
                fetching.bringAll(
                        absent.stream().filter(blob -> !isHere(blob) && isNamed(blob)).toList());
        StateBatch found = new StateBatch();
        absent.stream()
                .filter(blob -> !left.contains(blob))
                .forEach(blob -> found.delete(ABSENT, key(blob)));
        state.write(found);
        anyAbsent = !left.isEmpty();
        return left.size();
    }

    private List<BlobId> absent() {
        List<BlobId> all = new ArrayList<>();
        state.scan(
                ABSENT,
                NOTHING,
                (key, _) -> {
                    all.add(ContentCodec.readBlobId(new ByteReader(key)));
                    return all.size() < AGAIN;
                });
        return all;
    }

    /// Up to where all bytes of an origin are here, as far as it is known since the start.
    ///
    /// @param events how far its events are here
    Position complete(Origin origin, Position events) {
        if (anyAbsent) {
            return Position.NONE;
        }
        return isThrough() ? events : complete.getOrDefault(origin, Position.NONE);
    }

    /// Whether all events that are here were looked at.
    private boolean isThrough() {
        Position newest = varve.position();
        return varve.consumers()
                .find(NAME)
                .filter(consumer -> reaches(consumer.status().position(), newest))
                .isPresent();
    }

    private static boolean reaches(@Nullable Position place, Position newest) {
        return place != null && !newest.isAfter(place);
    }
}
