package dev.varve.tools.crash;

import dev.varve.log.StoreException;
import dev.varve.server.store.Varve;
import dev.varve.tools.crash.Violation.Promise;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// Strikes a store under load again and again, and after each blow proves that it kept its
/// promises.
///
/// The [Victim] is a process of its own. An [Oracle] here is told of each operation before it begins
/// and of what was acknowledged. The next victim warms up, where it can, while this process checks
/// what the last one left.
public final class CrashHarness implements AutoCloseable {
    private final Plan plan;
    private final Calamity calamity;
    private final SplittableRandom random;
    private final Tally tally = new Tally();
    private final List<Violation> violations = new ArrayList<>();
    private Oracle oracle = new Oracle();
    private Victim next;

    /// @param logs directory of the oracle's log and of what children say; not on the volume
    /// @param strikes how many blows
    /// @param strikesPerStore after so many a new store is begun
    /// @param longestLoad each blow comes within this time
    /// @param surface how the load reaches the store
    public record Plan(
            Path logs,
            long seed,
            int strikes,
            int strikesPerStore,
            int threads,
            Duration longestLoad,
            Surface surface) {
        public static Plan of(Path logs, long seed, int strikes) {
            Duration longest = Duration.ofMillis(1200);
            return new Plan(logs, seed, strikes, 25, 8, longest, Surface.EMBEDDED);
        }

        public Plan lasting(Duration longest) {
            return new Plan(logs, seed, strikes, strikesPerStore, threads, longest, surface);
        }

        public Plan through(Surface other) {
            return new Plan(logs, seed, strikes, strikesPerStore, threads, longestLoad, other);
        }
    }

    public static CrashHarness ofKills(Path volume, Plan plan) {
        return new CrashHarness(plan, new Kill(volume));
    }

    /// @param rig what builds, cuts and mounts the volume
    public static CrashHarness ofPowerCuts(Path rig, Path directory, Plan plan) {
        return new CrashHarness(plan, new PowerCut(rig, directory));
    }

    CrashHarness(Plan plan, Calamity calamity) {
        this.plan = plan;
        this.calamity = calamity;
        this.random = new SplittableRandom(plan.seed());
        Trees.create(plan.logs());
        calamity.renew();
        CrashStore.create(data());
        this.next = victim(plan.threads());
    }

    private Path data() {
        return calamity.volume().resolve("store");
    }

    private Victim victim(int threads) {
        Path scratch = plan.logs().resolve("scratch");
        Trees.delete(scratch);
        return plan.surface()
                .start(
                        new Victim.Order(data(), scratch, plan.logs(), random.nextLong(), threads),
                        oracle);
    }

    /// Stops at the first broken promise; what is on the volume and in the logs stays as it was.
    ///
    /// @param progress called after each blow
    public Verdict run(Consumer<Verdict> progress) {
        while (tally.strikes() < plan.strikes() && violations.isEmpty()) {
            round();
            progress.accept(verdict());
        }
        return verdict();
    }

    private Verdict verdict() {
        return tally.verdict(plan.seed(), oracle.counts(), violations);
    }

    private void round() {
        Victim victim = next;
        victim.go();
        boolean inStartUp = random.nextInt(5) == 0;
        if (!inStartUp) {
            victim.awaitOpened();
        }
        pause(inStartUp ? plan.surface().startUp() : plan.longestLoad());
        if (!victim.isAlive()) {
            violate(Promise.LOAD_IS_ANSWERED_RIGHT, "the process died by itself");
        }
        strike(victim);
        if (random.nextInt(5) == 0) {
            strikeRecovery();
        }
        next = victim(plan.threads());
        check();
        if (violations.isEmpty() && tally.strikes() / plan.strikesPerStore() > tally.stores()) {
            renew();
        }
    }

    private void strike(Victim victim) {
        if (calamity.breaksVolume()) {
            oracle.breakVolume();
        }
        calamity.strike(victim);
        calamity.restore();
        tally.struck(victim.hasOpened(), oracle.unanswered());
    }

    /// Another blow while the store recovers from the last, with no load in between.
    private void strikeRecovery() {
        try (Victim recovering = victim(0)) {
            recovering.go();
            pause(plan.surface().startUp());
            strike(recovering);
        }
    }

    private void pause(Duration longest) {
        try {
            Thread.sleep(random.nextLong(1 + longest.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void violate(Promise promise, String what) {
        violations.add(new Violation(promise, what));
    }

    private void check() {
        oracle.troubles().forEach(what -> violate(Promise.LOAD_IS_ANSWERED_RIGHT, what));
        long before = System.nanoTime();
        try (Varve varve = Varve.open(CrashStore.config(data()))) {
            tally.opened(System.nanoTime() - before);
            tally.read(new StateCheck(varve, oracle, violations::add).run());
        } catch (StoreException e) {
            violate(Promise.OPENS, Report.describe(e));
            return;
        }
        new OfflineCheck(data(), violations::add).run(tally);
    }

    private void renew() {
        next.kill();
        tally.ended(oracle.counts());
        oracle = new Oracle();
        calamity.renew();
        CrashStore.create(data());
        next = victim(plan.threads());
    }

    @Override
    public void close() {
        next.kill();
        Trees.delete(plan.logs().resolve("scratch"));
        if (violations.isEmpty()) {
            calamity.close();
        }
    }
}
