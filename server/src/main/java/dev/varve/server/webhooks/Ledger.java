package dev.varve.server.webhooks;

import dev.varve.log.Bytes;
import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import dev.varve.projections.StateBatch;
import dev.varve.projections.StateStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// What webhooks must remember, as rows of the state store: where each goes on, and what it gave up.
/// They are named by the event that made the webhook ([Webhook#mark]), so that one of the same name begins anew. Safe for
/// any number of threads.
final class Ledger {
    /// Dead letters of one webhook; the oldest go.
    static final int MOST_DEAD = 1000;

    static final Duration DEAD_KEPT = Duration.ofDays(30);

    private static final String PLACES = "webhooks";
    private static final String DEAD = "webhooks-dead";
    private static final byte VERSION = 1;

    private final StateStore store;

    Ledger(StateStore store) {
        this.store = store;
    }

    /// @param lapsed whether it fell back too far and must be told where to start
    record Place(Spot next, boolean lapsed) {}

    StateStore store() {
        return store;
    }

    /// Where the state was made: a webhook that is older and not known here lost its place.
    Position begun() {
        return store.begun();
    }

    Optional<Place> place(Position webhook) {
        return Optional.ofNullable(store.get(PLACES, key(webhook))).map(Ledger::read);
    }

    private static Place read(byte[] row) {
        try {
            ByteReader in = new ByteReader(row);
            if (in.u8() != VERSION) {
                throw new StoreException.FromTheFuture(
                        "the place of a webhook is of a later format");
            }
            boolean lapsed = in.flag();
            Place place = new Place(Spot.read(in), lapsed);
            in.end();
            return place;
        } catch (IllegalArgumentException e) {
            throw new StoreException.Corrupt("state of webhooks", 0, "not a place", e);
        }
    }

    void keep(Position webhook, Place place) {
        store.write(with(new StateBatch(), webhook, place));
    }

    private static StateBatch with(StateBatch batch, Position webhook, Place place) {
        ByteWriter out = new ByteWriter();
        out.u8(VERSION).flag(place.lapsed());
        place.next().write(out);
        return batch.put(PLACES, key(webhook), out.toArray());
    }

    /// Dead letters after one, the oldest first.
    List<DeadLetter> dead(Position webhook, Predicate<DeadLetter> wanted, int limit) {
        List<DeadLetter> found = new ArrayList<>();
        byte[] prefix = key(webhook);
        store.scan(
                DEAD,
                prefix,
                (key, value) -> {
                    if (!Bytes.startsWith(key, prefix)) {
                        return false;
                    }
                    DeadLetter letter = DeadLetter.read(value);
                    if (wanted.test(letter)) {
                        found.add(letter);
                    }
                    return found.size() < limit;
                });
        return found;
    }

    /// Ids of dead letters from a position on.
    Set<String> buried(Position webhook, Position from) {
        Set<String> ids = new HashSet<>();
        dead(webhook, letter -> !from.isAfter(letter.position()), MOST_DEAD)
                .forEach(letter -> ids.add(letter.message().id()));
        return ids;
    }

    /// Keeps one that was given up, in place of the oldest where there are too many.
    void bury(Position webhook, DeadLetter letter, Instant now) {
        StateBatch batch = new StateBatch();
        List<DeadLetter> all = dead(webhook, _ -> true, Integer.MAX_VALUE);
        int tooMany = all.size() + 1 - MOST_DEAD;
        for (int i = 0; i < all.size(); i++) {
            DeadLetter old = all.get(i);
            if (i < tooMany || old.died().isBefore(now.minus(DEAD_KEPT))) {
                batch.delete(DEAD, key(webhook, old));
            }
        }
        store.write(batch.put(DEAD, key(webhook, letter), letter.bytes()));
    }

    void replace(Position webhook, List<DeadLetter> letters) {
        StateBatch batch = new StateBatch();
        letters.forEach(letter -> batch.put(DEAD, key(webhook, letter), letter.bytes()));
        store.write(batch);
    }

    void drop(Position webhook, List<DeadLetter> letters) {
        StateBatch batch = new StateBatch();
        letters.forEach(letter -> batch.delete(DEAD, key(webhook, letter)));
        store.write(batch);
    }

    /// Forgets all webhooks but these.
    void retain(Set<Position> webhooks) {
        StateBatch batch = new StateBatch();
        Set<Position> gone = new HashSet<>();
        for (String space : List.of(PLACES, DEAD)) {
            store.scan(
                    space,
                    new byte[0],
                    (key, _) -> {
                        Position webhook = new Position(ByteBuffer.wrap(key).getLong());
                        if (!webhooks.contains(webhook)) {
                            batch.delete(space, key);
                            gone.add(webhook);
                        }
                        return true;
                    });
        }
        if (!gone.isEmpty()) {
            store.write(batch);
        }
    }

    private static byte[] key(Position webhook) {
        return ByteBuffer.allocate(Long.BYTES).putLong(webhook.value()).array();
    }

    private static byte[] key(Position webhook, DeadLetter letter) {
        byte[] id = letter.message().id().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 * Long.BYTES + id.length)
                .putLong(webhook.value())
                .putLong(letter.position().value())
                .put(id)
                .array();
    }
}
