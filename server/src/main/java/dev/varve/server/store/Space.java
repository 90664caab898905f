package dev.varve.server.store;

import dev.varve.log.Disk;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches the volume. Below its floor only commands that free space are taken; when even they
/// fail for space, the reserve file is given up so that deletes, purges and flushes can go on.
final class Space {
    private static final Logger LOG = LoggerFactory.getLogger(Space.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final Disk disk;
    private final Path directory;
    private final Reserve reserve;
    private final long floor;
    private final InstantSource clock;
    private volatile boolean low;
    private volatile Instant looked = Instant.MIN;

    Space(Disk disk, Path directory, Reserve reserve, long floor, InstantSource clock) {
        this.disk = disk;
        this.directory = directory;
        this.reserve = reserve;
        this.floor = floor;
        this.clock = clock;
    }

    /// Whether growing commands must be refused; looks at the volume a few times a second.
    boolean isLow() {
        Instant now = clock.instant();
        if (now.isAfter(looked.plus(LOOK_EVERY)) || now.isBefore(looked)) {
            looked = now;
            look();
        }
        return low;
    }

    String message() {
        return "the volume has less than " + floor + " bytes free; deletes and purges are taken";
    }

    /// A write failed for space though it was expected to fit.
    void exhausted() {
        low = true;
        looked = clock.instant();
        reserve.release();
    }

    private void look() {
        try {
            boolean now = disk.usableSpace(directory) < floor;
            if (now != low) {
                LOG.warn("the volume is {} its floor of {} bytes", now ? "below" : "above", floor);
            }
            low = now || !reserve.hold();
        } catch (IOException e) {
            throw new StoreException.Failed("cannot see the free space of " + directory, e);
        }
    }
}
