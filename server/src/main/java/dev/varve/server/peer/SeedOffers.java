package dev.varve.server.peer;

import dev.varve.log.Journal;
import dev.varve.log.Position;
import dev.varve.replication.Bandwidth;
import dev.varve.replication.ship.JournalSource;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.Snapshotting;
import dev.varve.server.store.Varve;
import java.io.IOException;
import java.util.Optional;

/// Gives new nodes the snapshot that they begin with.
final class SeedOffers {
    private final Journal journal;
    private final Snapshotting snapshots;
    private final JournalSource source;
    private final Bandwidth out;

    SeedOffers(Varve varve, JournalSource source, Bandwidth out) {
        this.journal = varve.journal();
        this.snapshots = varve.snapshots();
        this.source = source;
        this.out = out;
    }

    SeedOffer now() {
        Position oldest = journal.oldest();
        boolean needed = oldest.isAfter(Position.FIRST) || snapshots.seed().isPresent();
        return new SeedOffer(
                oldest,
                needed,
                snapshots.list().stream()
                        .findFirst()
                        .filter(newest -> !oldest.isAfter(newest.position().next()))
                        .map(newest ->
                                new SeedOffer.Snapshot(
                                        newest.bytes(), source.endAt(newest.position()))));
    }

    /// The bytes of a snapshot from there on; empty where it is not here any more.
    ///
    /// @throws IllegalArgumentException when it has not so many
    Optional<HttpResponse.Content> answer(Position position, long from) throws IOException {
        Optional<Snapshotting.Listed> found =
                snapshots.list().stream()
                        .filter(each -> each.position().equals(position))
                        .findFirst();
        return found.isPresent()
                ? FileAnswer.of(found.get().file(), from, out).map(HttpResponse.Content.class::cast)
                : Optional.empty();
    }
}
