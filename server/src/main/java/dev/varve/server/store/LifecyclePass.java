package dev.varve.server.store;

import dev.varve.log.BucketId;
import dev.varve.log.Provenance;
import dev.varve.log.StoreException;
import dev.varve.projections.StateBatch;
import dev.varve.projections.StateStore;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.Lifecycle;
import dev.varve.server.consumers.Chore;
import dev.varve.server.store.LifecycleCommands.Expire;
import dev.varve.server.store.LifecycleCommands.Expired;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Lets go of what is due by lifecycle rules: one pass through each bucket a day, after midnight UTC,
/// and one when its rules change. Where it stopped it goes on, and what it does twice has no effect: the
/// writer looks at each again.
final class LifecyclePass {
    private static final String SPACE = "lifecycle";
    private static final int BUCKETS = 100;
    private static final int PAGE = 1000;
    private static final int FORGOTTEN = 1000;

    private final Core core;
    private final StateStore state;
    private final SteadyClock steady;
    private final Pace pace;
    private final int page;
    private long expired;
    private long looks;

    /// @param timer nanoseconds that never jump
    LifecyclePass(Core core, StateStore state, LongSupplier timer, Pace pace) {
        this(core, state, timer, pace, PAGE);
    }

    /// @param page versions or uploads that are looked at in one go
    LifecyclePass(Core core, StateStore state, LongSupplier timer, Pace pace, int page) {
        this.page = page;
        this.core = core;
        this.state = state;
        this.steady = new SteadyClock(core.parts().clock(), timer);
        this.pace = pace;
    }

    /// Where the clock was not steady for a while nothing goes.
    void run(Chore.Run run) throws InterruptedException {
        if (!steady.look(SteadyClock.SHORT_WATCH)) {
            return;
        }
        expired = 0;
        looks = 0;
        BucketId after = null;
        List<BucketId> page = buckets(null);
        while (!page.isEmpty()) {
            for (BucketId bucket : page) {
                pass(bucket, run);
                after = bucket;
            }
            page = buckets(after);
        }
        forgetOthers();
        run.figure("expired", expired);
        run.figure("pages", looks);
    }

    private List<BucketId> buckets(@Nullable BucketId after) {
        return core.read(view -> view.lifecycles(after, BUCKETS));
    }

    private record Work(Bucket bucket, Lifecycle rules) {}

    private void pass(BucketId id, Chore.Run run) throws InterruptedException {
        Optional<Work> work =
                core.read(view ->
                        view.bucket(id)
                                .flatMap(bucket ->
                                        view.lifecycle(id).map(rules -> new Work(bucket, rules))));
        if (work.isEmpty()) {
            return;
        }
        LifecycleMark mark = mark(work.get());
        LifecyclePlace from = mark.place();
        if (from == null) {
            return;
        }
        LifecyclePlan plan = new LifecyclePlan(work.get().rules().rules());
        LifecycleScan scan = new LifecycleScan(work.get().bucket(), plan, from);
        while (scan.place() != null && run.goesOn()) {
            Instant now = core.parts().clock().instant();
            List<LifecycleItem> due = core.read(view -> scan.page(view, now, page));
            looks++;
            if (!expire(work.get(), plan, due)) {
                return;
            }
            keep(id, mark.at(scan.wholeKeys()));
        }
    }

    /// The pass that is under way, or one that begins.
    private LifecycleMark mark(Work work) {
        long today =
                core.parts().clock().instant().atZone(ZoneOffset.UTC).toLocalDate().toEpochDay();
        byte[] row = state.get(SPACE, key(work.bucket().id()));
        LifecycleMark kept = row == null ? null : LifecycleMark.read(row);
        boolean goesOn =
                kept != null && kept.since().equals(work.rules().since()) && kept.day() >= today;
        return goesOn && kept != null
                ? kept
                : new LifecycleMark(work.rules().since(), today, LifecyclePlace.BEGIN);
    }

    /// False when the rules are others by now.
    private boolean expire(Work work, LifecyclePlan plan, List<LifecycleItem> due)
            throws InterruptedException {
        for (List<LifecycleItem> items : commands(own(due))) {
            Expire command = new Expire(work.bucket().id(), work.rules().since(), plan, items);
            Expired done = done(command, provenance(items.getFirst().rule().id()));
            if (done.stale()) {
                return false;
            }
            expired += done.count();
            pace.did(done.count());
        }
        return true;
    }

    /// In a cluster, who made something lets go of it.
    private List<LifecycleItem> own(List<LifecycleItem> due) {
        return core.read(view ->
                due.stream().filter(item -> core.duties().isOwn(view, item.stamp())).toList());
    }

    /// What goes in one command each, by one rule, which its events name. Versions that others rest
    /// on go after those.
    private static List<List<LifecycleItem>> commands(List<LifecycleItem> due) {
        List<List<LifecycleItem>> all = new ArrayList<>();
        for (LifecycleItem item : inOrder(due)) {
            List<LifecycleItem> last = all.isEmpty() ? List.of() : all.getLast();
            boolean fits =
                    !last.isEmpty()
                            && last.size() < Expire.MOST
                            && last.getFirst().rule().equals(item.rule());
            if (!fits) {
                all.add(new ArrayList<>());
            }
            all.getLast().add(item);
        }
        return all;
    }

    /// By kind, and the oldest first, as a look at keys finds them last.
    private static List<LifecycleItem> inOrder(List<LifecycleItem> due) {
        return due.reversed().stream().sorted(Comparator.comparing(LifecycleItem::kind)).toList();
    }

    private Expired done(Expire command, Provenance provenance) {
        return switch (core.sequencer().run(command, provenance)) {
            case Outcome.Done<Expired>(Expired done) -> done;
            case Outcome.Refused<Expired>(Refusal refusal) ->
                    throw new StoreException.Failed("lifecycle was refused: " + refusal.message());
        };
    }

    static Provenance provenance(String rule) {
        String source = Lifecycles.SOURCE + rule;
        return new Provenance(
                Lifecycles.ACTOR,
                Provenance.Surface.SYSTEM,
                source.substring(0, Math.min(source.length(), Provenance.MAX_LENGTH)),
                "");
    }

    private void keep(BucketId bucket, LifecycleMark mark) {
        state.write(new StateBatch().put(SPACE, key(bucket), mark.bytes()));
    }

    private void forgetOthers() {
        List<byte[]> gone = new ArrayList<>();
        state.scan(
                SPACE,
                new byte[0],
                (key, _) -> {
                    BucketId bucket = new BucketId(ByteBuffer.wrap(key).getLong());
                    if (core.read(view -> view.lifecycle(bucket)).isEmpty()) {
                        gone.add(key.clone());
                    }
                    return gone.size() < FORGOTTEN;
                });
        if (!gone.isEmpty()) {
            StateBatch batch = new StateBatch();
            gone.forEach(key -> batch.delete(SPACE, key));
            state.write(batch);
        }
    }

    private static byte[] key(BucketId bucket) {
        return ByteBuffer.allocate(Long.BYTES).putLong(bucket.value()).array();
    }
}
