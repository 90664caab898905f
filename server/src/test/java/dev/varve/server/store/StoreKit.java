package dev.varve.server.store;

import dev.varve.log.Actor;
import dev.varve.log.JournalCursor;
import dev.varve.log.JournalWriter;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.log.Recorded;
import dev.varve.log.memory.MemoryBlobStore;
import dev.varve.log.memory.MemoryJournal;
import dev.varve.log.memory.MemoryJournal.SyncHook;
import dev.varve.log.seal.Journals;
import dev.varve.projections.Projector;
import dev.varve.projections.ViewStore;
import dev.varve.projections.memory.MemoryStateStore;
import dev.varve.projections.memory.MemoryViewStore;
import dev.varve.projections.objects.ObjectFold;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;

/// A store on memory, wired as a real one is, with everything in reach that a test turns.
final class StoreKit implements AutoCloseable {
    static final Provenance ALICE = by("alice");
    static final int CHECKPOINT_EVERY = 100;

    final SettableClock clock;
    final FakeVolume volume;
    final MemoryBlobStore blobs;
    final MemoryJournal journal;
    final ViewStore views;
    final Core core;
    final Space space;
    final Maintenance maintenance;
    private final Settings settings;
    private final JournalWriter writer;

    /// How a kit is made.
    ///
    /// @param historyBytes hidden versions beyond this are purged early, -1 for no limit
    record Settings(
            Limits limits, long historyBytes, double historyFree, long minFree, SyncHook hook) {
        static final Settings DEFAULT =
                new Settings(Limits.DEFAULT.withPartBytes(5), -1, 0, 0, SyncHook.NONE);

        Settings limits(Limits changed) {
            return new Settings(changed, historyBytes, historyFree, minFree, hook);
        }

        Settings historyBytes(long bytes) {
            return new Settings(limits, bytes, historyFree, minFree, hook);
        }

        Settings historyFree(double share) {
            return new Settings(limits, historyBytes, share, minFree, hook);
        }

        Settings minFree(long bytes) {
            return new Settings(limits, historyBytes, historyFree, bytes, hook);
        }

        Settings hook(SyncHook changed) {
            return new Settings(limits, historyBytes, historyFree, minFree, changed);
        }
    }

    private record Parts(MemoryJournal journal, MemoryBlobStore blobs, ViewStore views) {}

    private StoreKit(Settings settings, SettableClock clock, FakeVolume volume, Parts kept) {
        this.settings = settings;
        this.clock = clock;
        this.volume = volume;
        this.journal = kept.journal();
        this.blobs = kept.blobs();
        this.views = kept.views();
        Path nowhere = Path.of("");
        this.space =
                new Space(
                        volume,
                        nowhere,
                        new Reserve(volume, nowhere, 0),
                        settings.minFree(),
                        clock);
        Core.Parts parts =
                new Core.Parts(
                        journal,
                        blobs,
                        views,
                        new ObjectFold(),
                        volume,
                        clock,
                        new Random(7),
                        settings.limits());
        JournalWriter claimed = journal.claim();
        this.writer = claimed;
        try (Projector projector = new Projector(journal, views, new ObjectFold())) {
            projector.catchUp();
        }
        Sequencer sequencer =
                new Sequencer(new BatchWriter(parts, claimed, space), settings.limits());
        this.core = new Core(parts, sequencer, space, new Strays(false));
        this.maintenance =
                new Maintenance(
                        core,
                        new HistoryPressure(
                                core, nowhere, settings.historyBytes(), settings.historyFree()),
                        BlobUpkeep.of(core, Upkeep.OFF, new MemoryStateStore(Position.NONE)));
    }

    static StoreKit open() {
        return open(Settings.DEFAULT);
    }

    static StoreKit open(Limits limits) {
        return open(Settings.DEFAULT.limits(limits));
    }

    static StoreKit open(Settings settings) {
        StoreKit kit = unstarted(settings);
        kit.core.sequencer().start();
        return kit;
    }

    /// Commands wait until [Sequencer#start].
    static StoreKit unstarted(Settings settings) {
        SettableClock clock = new SettableClock();
        return new StoreKit(
                settings,
                clock,
                new FakeVolume(),
                new Parts(
                        new MemoryJournal(setup(settings, clock)),
                        new MemoryBlobStore(),
                        new MemoryViewStore()));
    }

    private static MemoryJournal.Setup setup(Settings settings, SettableClock clock) {
        return new MemoryJournal.Setup(
                Journals.IDENTITY,
                Journals.SIGNER,
                clock,
                new Random(11),
                "test",
                CHECKPOINT_EVERY,
                settings.hook());
    }

    /// What a restart finds after a loss of power that kept `unsynced` events of those not synced.
    /// The view is lost altogether and comes back from the journal.
    StoreKit crash(int unsynced) {
        StoreKit next =
                new StoreKit(
                        settings.hook(SyncHook.NONE),
                        clock,
                        volume,
                        new Parts(
                                journal.crash(unsynced, setup(settings.hook(SyncHook.NONE), clock)),
                                blobs,
                                new MemoryViewStore()));
        next.core.sequencer().start();
        return next;
    }

    ObjectStore store() {
        return store(ALICE);
    }

    ObjectStore store(Provenance who) {
        return new ObjectStore(core, who);
    }

    /// The event at a position.
    Recorded recorded(Position position) {
        try (JournalCursor cursor = journal.read(position)) {
            return Objects.requireNonNull(cursor.next());
        }
    }

    static Provenance by(String actor) {
        return new Provenance(new Actor(actor), Provenance.Surface.EMBEDDED, "", "");
    }

    @Override
    public void close() {
        core.sequencer().finish();
        writer.close();
    }
}
