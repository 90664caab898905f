package dev.varve.server.api;

import dev.varve.log.LifecycleRule;
import dev.varve.log.LifecycleRule.Expiration;
import dev.varve.log.LifecycleRule.Filter;
import dev.varve.log.LifecycleRule.Noncurrent;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.surface.LifecycleRules;
import dev.varve.server.surface.TagRules;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// All lifecycle rules of a bucket.
public record LifecycleForm(List<RuleForm> rules) {

    /// @param id one is made where it is not there
    /// @param enabled true where it is not there
    /// @param filter which keys, objects and uploads; all where it is not there
    /// @param expire when current objects go, or delete markers that nothing is below of
    /// @param noncurrent when versions go that a newer one took the place of
    /// @param abortUploadsAfterDays when uploads are given up that nobody completed
    public record RuleForm(
            @Nullable String id,
            @Nullable Boolean enabled,
            @Nullable FilterForm filter,
            @Nullable ExpireForm expire,
            @Nullable NoncurrentForm noncurrent,
            @Nullable Integer abortUploadsAfterDays) {}

    /// @param tags all of which an object must have
    /// @param largerThan bytes
    /// @param smallerThan bytes
    public record FilterForm(
            @Nullable String prefix,
            @Nullable Map<String, String> tags,
            @Nullable Long largerThan,
            @Nullable Long smallerThan) {}

    /// One of these.
    ///
    /// @param afterDays since it was made, up to the next midnight UTC
    /// @param onDate from midnight UTC of this day on, as `2030-12-31`
    public record ExpireForm(
            @Nullable Integer afterDays, @Nullable String onDate, boolean deleteMarkers) {}

    /// @param afterDays since it became noncurrent, up to the next midnight UTC
    /// @param keep so many of the newest noncurrent versions stay, 0 to 100
    public record NoncurrentForm(int afterDays, int keep) {}

    static LifecycleForm of(List<LifecycleRule> rules) {
        return new LifecycleForm(rules.stream().map(LifecycleForm::of).toList());
    }

    private static RuleForm of(LifecycleRule rule) {
        Noncurrent noncurrent = rule.noncurrent();
        return new RuleForm(
                rule.id(),
                rule.enabled(),
                of(rule.filter()),
                of(rule.expiration()),
                noncurrent == null
                        ? null
                        : new NoncurrentForm(noncurrent.days(), noncurrent.keep()),
                rule.abortDays() == 0 ? null : rule.abortDays());
    }

    private static @Nullable FilterForm of(Filter filter) {
        boolean all = filter.keys().isEmpty() && filter.isOfNames();
        return all
                ? null
                : new FilterForm(
                        filter.prefix(),
                        filter.tags().isEmpty() ? null : filter.tags(),
                        filter.largerThan() < 0 ? null : filter.largerThan(),
                        filter.smallerThan() < 0 ? null : filter.smallerThan());
    }

    private static @Nullable ExpireForm of(@Nullable Expiration expiration) {
        return switch (expiration) {
            case null -> null;
            case Expiration.AfterDays(int days) -> new ExpireForm(days, null, false);
            case Expiration.OnDate(LocalDate date) -> new ExpireForm(null, date.toString(), false);
            case Expiration.OfMarkers _ -> new ExpireForm(null, null, true);
        };
    }

    /// @throws Failed that names the rule that cannot be
    List<LifecycleRule> parsed() {
        List<LifecycleRule> all = new ArrayList<>();
        for (RuleForm form : rules) {
            String place = "rules[" + all.size() + "]";
            if (form == null) {
                throw wrong(place, "is null");
            }
            try {
                all.add(rule(form));
            } catch (Failed e) {
                throw wrong(place, "is wrong: " + e.text());
            }
        }
        return LifecycleRules.all(all);
    }

    private static Failed wrong(String place, String what) {
        return new Failed(ErrorCode.INVALID_ARGUMENT, "'" + place + "' " + what);
    }

    private static LifecycleRule rule(RuleForm form) {
        return LifecycleRules.rule(
                form.id() == null || form.id().isEmpty() ? UUID.randomUUID().toString() : form.id(),
                form.enabled() == null || form.enabled(),
                form.filter() == null ? Filter.ALL : filter(form.filter()),
                form.expire() == null ? null : expiration(form.expire()),
                form.noncurrent() == null ? null : noncurrent(form.noncurrent()),
                form.abortUploadsAfterDays() == null
                        ? 0
                        : LifecycleRules.days(
                                "'abort_uploads_after_days'", form.abortUploadsAfterDays()));
    }

    private static Filter filter(FilterForm form) {
        return new Filter(
                false,
                form.prefix(),
                tags(form.tags()),
                size("larger_than", form.largerThan()),
                size("smaller_than", form.smallerThan()));
    }

    private static SortedMap<String, String> tags(@Nullable Map<String, String> tags) {
        return tags == null
                ? new TreeMap<>()
                : TagRules.checked(List.copyOf(tags.entrySet()), TagRules.MAX_OF_OBJECT);
    }

    private static long size(String name, @Nullable Long bytes) {
        return bytes == null ? -1 : LifecycleRules.size(name, bytes);
    }

    private static Expiration expiration(ExpireForm form) {
        int said =
                (form.afterDays() == null ? 0 : 1)
                        + (form.onDate() == null ? 0 : 1)
                        + (form.deleteMarkers() ? 1 : 0);
        if (said != 1) {
            throw LifecycleRules.argument(
                    "'expire' has one of 'after_days', 'on_date' and 'delete_markers'");
        }
        if (form.afterDays() != null) {
            return new Expiration.AfterDays(
                    LifecycleRules.days("'expire.after_days'", form.afterDays()));
        }
        return form.onDate() == null
                ? new Expiration.OfMarkers()
                : new Expiration.OnDate(date(form.onDate()));
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw LifecycleRules.argument("'expire.on_date' is no day such as 2030-12-31");
        }
    }

    private static Noncurrent noncurrent(NoncurrentForm form) {
        return new Noncurrent(
                LifecycleRules.days("'noncurrent.after_days'", form.afterDays()),
                form.keep() == 0 ? 0 : LifecycleRules.kept(form.keep()));
    }
}
