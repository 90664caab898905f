package dev.varve.tools.crash;

import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.BucketSettings.Versioning;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// The buckets under load: one of each kind that treats history in its own way.
enum Bin {
    PLAIN(Versioning.OFF, Duration.ofHours(24)),
    KEPT(Versioning.ENABLED, Duration.ofHours(24)),
    /// Its history goes almost at once, so that reclaim has work.
    BRIEF(Versioning.OFF, Duration.ofMillis(200));

    private final Versioning versioning;
    private final Duration window;

    Bin(Versioning versioning, Duration window) {
        this.versioning = versioning;
        this.window = window;
    }

    static Bin any(SplittableRandom random) {
        List<Bin> all = List.of(values());
        return all.get(random.nextInt(all.size()));
    }

    BucketName bucket() {
        return new BucketName(name().toLowerCase(Locale.ROOT));
    }

    BucketSettings settings() {
        return BucketSettings.DEFAULT.withVersioning(versioning).withHistoryWindow(window);
    }

    boolean versioned() {
        return versioning == Versioning.ENABLED;
    }

    /// Whether hidden versions stay until somebody purges them.
    boolean keepsHidden() {
        return this != BRIEF;
    }
}
