package dev.varve.server.config;

import dev.varve.log.BucketSettings.Versioning;
import java.time.Duration;

/// How the settings of new buckets are written down.
final class BucketTypes {
    static final Duration LONGEST_WINDOW = Duration.ofDays(36_500);

    /// A new bucket cannot be suspended: it never was enabled.
    static final Type<Versioning> VERSIONING =
            new Type<>(
                    "off or enabled",
                    BucketTypes::versioning,
                    value -> value == Versioning.OFF ? "off" : "enabled");

    private BucketTypes() {}

    private static Versioning versioning(String text) {
        return switch (text) {
            case "off" -> Versioning.OFF;
            case "enabled" -> Versioning.ENABLED;
            default -> throw new IllegalArgumentException("no versioning of a new bucket");
        };
    }
}
