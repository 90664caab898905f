package dev.varve.server.store;

import dev.varve.log.Bytes;
import dev.varve.log.LifecycleRule;
import dev.varve.log.LifecycleRule.Expiration;
import dev.varve.log.LifecycleRule.Filter;
import dev.varve.log.LifecycleRule.Noncurrent;
import dev.varve.log.ObjectKey;
import dev.varve.projections.objects.Upload;
import dev.varve.projections.objects.Version;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// When what goes, by the rules of one bucket that are enabled. The earliest counts where several say
/// so; of those that say the same, the first. Pure.
final class LifecyclePlan {
    private final List<Part> ofObjects;
    private final List<Part> ofUploads;

    /// That something goes.
    record Due(Instant at, LifecycleRule rule) {}

    /// A rule with its prefix as keys have it.
    private static final class Part {
        final LifecycleRule rule;
        final byte[] prefix;

        Part(LifecycleRule rule) {
            this.rule = rule;
            this.prefix = ObjectKeys.utf8(rule.filter().keys());
        }

        boolean names(ObjectKey key) {
            return ObjectKeys.startsWith(key, prefix);
        }
    }

    LifecyclePlan(List<LifecycleRule> rules) {
        List<Part> all = rules.stream().filter(LifecycleRule::enabled).map(Part::new).toList();
        this.ofObjects =
                all.stream()
                        .filter(part ->
                                part.rule.expiration() != null || part.rule.noncurrent() != null)
                        .toList();
        this.ofUploads = all.stream().filter(part -> part.rule.abortDays() > 0).toList();
    }

    boolean hasUploads() {
        return !ofUploads.isEmpty();
    }

    /// The prefixes of keys that any rule about objects is about, in order, none within another.
    List<byte[]> prefixes() {
        TreeSet<byte[]> sorted = new TreeSet<>(Arrays::compareUnsigned);
        ofObjects.forEach(part -> sorted.add(part.prefix));
        List<byte[]> apart = new ArrayList<>();
        for (byte[] prefix : sorted) {
            if (apart.isEmpty() || !Bytes.startsWith(prefix, apart.getLast())) {
                apart.add(prefix);
            }
        }
        return apart;
    }

    /// The soonest that a current object may go, whatever its tags are.
    Optional<Due> atSoonest(ObjectKey key, long size, Instant made) {
        return earliest(
                ofObjects,
                part ->
                        part.names(key) && part.rule.filter().fits(size)
                                ? expiry(part.rule.expiration(), made)
                                : null);
    }

    /// When a current object goes.
    Optional<Due> object(Version version) {
        return earliest(
                ofObjects,
                part ->
                        fits(part, version)
                                ? expiry(part.rule.expiration(), version.modified())
                                : null);
    }

    /// When a delete marker goes that nothing is below of.
    Optional<Due> marker(Version marker) {
        return earliest(
                ofObjects,
                part -> {
                    if (!fits(part, marker)) {
                        return null;
                    }
                    return switch (part.rule.expiration()) {
                        case Expiration.OfMarkers _ -> marker.modified();
                        case Expiration.AfterDays(int days) -> after(marker.modified(), days);
                        case Expiration.OnDate _ -> null;
                        case null -> null;
                    };
                });
    }

    /// When a version goes that others came on top of.
    ///
    /// @param since when the next newer one came
    /// @param newer noncurrent versions that are newer
    Optional<Due> noncurrent(Version version, Instant since, int newer) {
        return earliest(
                ofObjects,
                part -> {
                    Noncurrent rule = part.rule.noncurrent();
                    return rule != null && newer >= rule.keep() && fits(part, version)
                            ? after(since, rule.days())
                            : null;
                });
    }

    Optional<Due> upload(Upload upload) {
        return earliest(
                ofUploads,
                part ->
                        part.names(upload.key())
                                ? after(upload.created(), part.rule.abortDays())
                                : null);
    }

    private static Optional<Due> earliest(
            List<Part> parts, Function<Part, @Nullable Instant> when) {
        Due earliest = null;
        for (Part part : parts) {
            Instant at = when.apply(part);
            if (at != null && (earliest == null || at.isBefore(earliest.at()))) {
                earliest = new Due(at, part.rule);
            }
        }
        return Optional.ofNullable(earliest);
    }

    /// Delete markers have neither tags nor a size.
    private static boolean fits(Part part, Version version) {
        Filter filter = part.rule.filter();
        if (!part.names(version.key())) {
            return false;
        }
        return filter.isOfNames()
                || (version.isObject()
                        && filter.fits(version.size())
                        && version.object()
                                .attributes()
                                .tags()
                                .entrySet()
                                .containsAll(filter.tags().entrySet()));
    }

    private static @Nullable Instant expiry(@Nullable Expiration expiration, Instant made) {
        return switch (expiration) {
            case Expiration.AfterDays(int days) -> after(made, days);
            case Expiration.OnDate(LocalDate date) -> date.atStartOfDay(ZoneOffset.UTC).toInstant();
            case Expiration.OfMarkers _ -> null;
            case null -> null;
        };
    }

    /// So many whole days later, and up to the next midnight UTC.
    static Instant after(Instant begin, int days) {
        return begin.plus(Duration.ofDays(days + 1L)).truncatedTo(ChronoUnit.DAYS);
    }
}
