package dev.varve.server.consumers;

import dev.varve.log.Position;
import dev.varve.projections.StateStore;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Runs one chore again and again on its own thread.
final class ChoreConsumer extends Worker {
    private static final Duration NEVER = Duration.ofNanos(-1);

    private final Chore chore;
    private final Chore.Run run =
            new Chore.Run() {
                @Override
                public boolean goesOn() {
                    return ChoreConsumer.this.goesOn();
                }

                @Override
                public void figure(String name, long value) {
                    ChoreConsumer.this.figure(name, value);
                }
            };

    ChoreConsumer(Chore chore, StateStore store, InstantSource clock) {
        super(chore.name(), chore.about(), store, clock);
        this.chore = chore;
    }

    @Override
    Duration firstRest() {
        return every();
    }

    private Duration every() {
        return chore.every().isZero() ? NEVER : chore.every();
    }

    @Override
    protected Duration work() throws InterruptedException {
        chore.run(run);
        succeeded();
        return every();
    }

    @Override
    protected Duration restAfter(long failuresInARow) {
        return every();
    }

    @Override
    protected Thread.Builder thread() {
        return Thread.ofPlatform().daemon(true);
    }

    @Override
    protected @Nullable Position position() {
        return null;
    }

    @Override
    protected long lag() {
        return 0;
    }

    @Override
    public void replay(Position from) {
        throw new ConsumerRefusal("'" + name() + "' follows no journal; run it instead");
    }
}
