package dev.varve.server.store;

import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.LifecycleRule;
import dev.varve.log.LifecycleRule.Expiration;
import dev.varve.log.LifecycleRule.Filter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One bucket as plain lists of versions, and what S3 says of its lifecycle rules: days count from the
/// date on which something was made, and end with the day after the last one.
final class LifecycleModel {
    enum Kind {
        OBJECT,
        MARKER,
        TOMBSTONE
    }

    static final class ModelVersion {
        final Kind kind;
        final boolean isNull;
        final Instant made;
        final long size;
        Map<String, String> tags;
        boolean hold;
        @Nullable Instant hidden;
        @Nullable Instant due;

        ModelVersion(Kind kind, boolean isNull, Instant made, long size, Map<String, String> tags) {
            this.kind = kind;
            this.isNull = isNull;
            this.made = made;
            this.size = size;
            this.tags = tags;
        }

        boolean isVisible() {
            return hidden == null && kind != Kind.TOMBSTONE;
        }
    }

    static final class ModelUpload {
        final String key;
        final Instant made;
        Instant touched;

        ModelUpload(String key, Instant made) {
            this.key = key;
            this.made = made;
            this.touched = made;
        }
    }

    Versioning versioning;
    Duration window;
    List<LifecycleRule> rules = List.of();
    final Map<String, List<ModelVersion>> keys = new TreeMap<>();
    final Map<String, ModelUpload> uploads = new TreeMap<>();
    private @Nullable LocalDate passed;
    int expired;

    LifecycleModel(Versioning versioning, Duration window) {
        this.versioning = versioning;
        this.window = window;
    }

    void set(List<LifecycleRule> changed) {
        if (!changed.equals(rules)) {
            rules = changed;
            passed = null;
        }
    }

    List<ModelVersion> of(String key) {
        return keys.computeIfAbsent(key, _ -> new ArrayList<>());
    }

    @Nullable ModelVersion current(String key) {
        return of(key).stream().filter(each -> each.hidden == null).findFirst().orElse(null);
    }

    void put(String key, Instant now, long size, Map<String, String> tags) {
        add(key, Kind.OBJECT, now, size, tags);
    }

    void delete(String key, Instant now) {
        ModelVersion current = current(key);
        if (versioning != Versioning.OFF) {
            add(key, Kind.MARKER, now, 0, Map.of());
        } else if (current != null && current.kind == Kind.OBJECT) {
            add(key, Kind.TOMBSTONE, now, 0, Map.of());
            of(key).getFirst().due = now.plus(window);
        }
    }

    private void add(String key, Kind kind, Instant now, long size, Map<String, String> tags) {
        boolean isNull = versioning != Versioning.ENABLED;
        if (isNull) {
            of(key).stream()
                    .filter(each -> each.isVisible() && each.isNull)
                    .forEach(each -> hide(each, now));
        }
        of(key).addFirst(new ModelVersion(kind, isNull, now, size, tags));
    }

    void hide(ModelVersion version, Instant now) {
        version.hidden = now;
        version.due = now.plus(window);
    }

    void purge(Instant now) {
        keys.values()
                .forEach(versions ->
                        versions.removeIf(each -> each.due != null && !each.due.isAfter(now)));
    }

    void expireUploads(Instant now, Duration after) {
        uploads.values().removeIf(each -> !each.touched.isAfter(now.minus(after)));
    }

    /// Once a day, and when the rules changed.
    void pass(Instant now) {
        LocalDate today = date(now);
        if (rules.isEmpty() || (passed != null && !passed.isBefore(today))) {
            return;
        }
        passed = today;
        int before = uploads.size();
        uploads.values().removeIf(upload -> isGivenUp(upload, today));
        expired += before - uploads.size();
        new ArrayList<>(keys.keySet()).forEach(key -> pass(key, now));
    }

    private void pass(String key, Instant now) {
        LocalDate today = date(now);
        List<ModelVersion> visible = of(key).stream().filter(ModelVersion::isVisible).toList();
        if (visible.isEmpty()) {
            return;
        }
        ModelVersion top = visible.getFirst();
        boolean topGoes = top == current(key) && goes(key, top, today, visible.size());
        for (int i = 1; i < visible.size(); i++) {
            ModelVersion version = visible.get(i);
            LocalDate since = date(visible.get(i - 1).made);
            if (!version.hold && isDueBelow(key, version, since, i - 1, today)) {
                hide(version, now);
                expired++;
            }
        }
        if (topGoes) {
            expired++;
            if (top.kind == Kind.MARKER) {
                hide(top, now);
            } else {
                delete(key, now);
            }
        }
    }

    private boolean goes(String key, ModelVersion top, LocalDate today, int visible) {
        boolean goes = false;
        for (LifecycleRule rule : rules) {
            boolean isDue =
                    switch (rule.expiration()) {
                        case null -> false;
                        case Expiration.AfterDays(int days) -> isOver(date(top.made), days, today);
                        case Expiration.OnDate(LocalDate date) ->
                                top.kind == Kind.OBJECT && !today.isBefore(date);
                        case Expiration.OfMarkers _ -> top.kind == Kind.MARKER;
                    };
            boolean alone = top.kind == Kind.OBJECT || visible == 1;
            goes |= isDue && alone && rule.enabled() && isAbout(rule, key, top);
        }
        return goes;
    }

    private boolean isDueBelow(
            String key, ModelVersion version, LocalDate since, int newer, LocalDate today) {
        return rules.stream()
                .filter(LifecycleRule::enabled)
                .filter(rule -> isAbout(rule, key, version))
                .anyMatch(rule -> {
                    LifecycleRule.Noncurrent below = rule.noncurrent();
                    return below != null
                            && newer >= below.keep()
                            && isOver(since, below.days(), today);
                });
    }

    private boolean isGivenUp(ModelUpload upload, LocalDate today) {
        return rules.stream()
                .filter(rule -> rule.enabled() && rule.abortDays() > 0)
                .filter(rule -> upload.key.startsWith(rule.filter().keys()))
                .anyMatch(rule -> isOver(date(upload.made), rule.abortDays(), today));
    }

    private static boolean isAbout(LifecycleRule rule, String key, ModelVersion version) {
        Filter filter = rule.filter();
        boolean sized = filter.largerThan() >= 0 || filter.smallerThan() >= 0;
        if (version.kind == Kind.MARKER && (sized || !filter.tags().isEmpty())) {
            return false;
        }
        boolean tagged =
                filter.tags().entrySet().stream()
                        .allMatch(tag -> tag.getValue().equals(version.tags.get(tag.getKey())));
        boolean large = filter.largerThan() < 0 || version.size > filter.largerThan();
        boolean small = filter.smallerThan() < 0 || version.size < filter.smallerThan();
        return key.startsWith(filter.keys()) && tagged && (!sized || (large && small));
    }

    private static boolean isOver(LocalDate from, int days, LocalDate today) {
        return today.isAfter(from.plusDays(days));
    }

    private static LocalDate date(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }
}
