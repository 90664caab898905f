package dev.varve.server.store;

import dev.varve.log.BlobStore;
import dev.varve.log.BlobStore.ScrubDepth;
import dev.varve.log.Pace;
import dev.varve.projections.StateStore;
import dev.varve.server.consumers.Chore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/// What a store does for its stored bytes by itself: all of it in the background, paced by one
/// throttle.
public final class BlobUpkeep {
    /// More commands than this wait for the writer, and the store is busy.
    static final int QUEUED = 16;

    /// More blobs than this are read or stored, and the store is busy.
    static final int HELD = 64;

    private static final Chore.Run ALONE =
            new Chore.Run() {
                @Override
                public boolean goesOn() {
                    return true;
                }

                @Override
                public void figure(String name, long value) {}
            };

    private final Throttle throttle;
    private final List<Scrubbing> scrubs;
    private final Recompressing recompressing;

    BlobUpkeep(
            BlobStore blobs,
            Upkeep settings,
            BooleanSupplier busy,
            InstantSource clock,
            StateStore state) {
        throttle = new Throttle(settings.bytesPerSecond(), System::nanoTime);
        Rounds.Company company = new Rounds.Company(throttle, busy, clock, state);
        scrubs =
                List.of(
                        new Scrubbing(blobs, ScrubDepth.DEEP, settings.deepEvery(), company),
                        new Scrubbing(blobs, ScrubDepth.LIGHT, settings.lightEvery(), company));
        recompressing = new Recompressing(blobs, settings.recompression(), company);
    }

    static BlobUpkeep of(Core core, Upkeep settings, StateStore state) {
        return new BlobUpkeep(
                core.blobs(),
                settings,
                () -> core.sequencer().queued() > QUEUED || core.blobs().pinned() > HELD,
                core.parts().clock(),
                state);
    }

    Pace pace() {
        return throttle;
    }

    /// Those that are on.
    ///
    /// @param guarded makes work of a chore that is done only while the store is well
    List<Chore> chores(UnaryOperator<Chore.Work> guarded) {
        List<Chore> chores = new ArrayList<>();
        scrubs.stream()
                .filter(Scrubbing::isOn)
                .forEach(scrub -> chores.add(scrub.chore(guarded.apply(scrub::step))));
        if (recompressing.isOn()) {
            chores.add(recompressing.chore(guarded.apply(recompressing::step)));
        }
        return chores;
    }

    /// What is due of all of it, on this thread.
    void step() {
        scrubs.stream().filter(Scrubbing::isOn).forEach(scrub -> scrub.step(ALONE));
        if (recompressing.isOn()) {
            recompressing.step(ALONE);
        }
    }

    public RecompressState recompression() {
        return recompressing.state();
    }

    /// Deep, then light.
    public List<ScrubState> scrubs() {
        return scrubs.stream().map(Scrubbing::state).toList();
    }

    /// Ends what runs.
    void stop() {
        throttle.stop();
    }
}
