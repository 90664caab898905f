package dev.varve.server.api.admin;

import dev.varve.log.BucketName;
import dev.varve.projections.objects.UsageDay;
import dev.varve.server.api.About;
import dev.varve.server.api.ApiCall;
import dev.varve.server.api.ApiRefusals;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Resource;
import dev.varve.server.api.admin.StatsResource.Held;
import dev.varve.server.auth.Action;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.BiFunction;

/// How much there was, day by day. Days are in UTC.
public final class UsageResource implements Resource {
    private static final int MOST = 366;
    private static final int DAYS = 30;

    private final InstantSource clock;

    /// @param held at the end of the day; so far, where it is today
    public record Day(
            @About(value = "in UTC", example = "2026-11-27") String day,
            Held held,
            @About("versions that were made") long puts,
            @About("markers, tombstones and versions that clients removed") long deletes) {
        static Day of(UsageDay of) {
            return new Day(of.day().toString(), Held.of(of.usage()), of.puts(), of.deletes());
        }
    }

    public record Days(List<Day> days) {
        static Days of(List<UsageDay> days) {
            return new Days(days.stream().map(Day::of).toList());
        }
    }

    public UsageResource(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                days("/v1/usage", "getUsage", Action.READ_TOTALS, this::total)
                        .summary("Tells how much the server held, day by day; for operators")
                        .refuses(ErrorCode.INVALID_ARGUMENT),
                days(
                                "/v1/buckets/{bucket}/usage",
                                "getBucketUsage",
                                Action.READ_STATS,
                                this::ofBucket)
                        .summary("Tells how much a bucket held, day by day")
                        .refuses(ErrorCode.INVALID_ARGUMENT, ErrorCode.NO_SUCH_BUCKET));
    }

    private Endpoint days(
            String path,
            String name,
            Action action,
            BiFunction<ApiCall, Span, List<UsageDay>> days) {
        return Endpoint.of(
                        "GET",
                        path,
                        name,
                        action,
                        call -> ApiCall.answer(200, Days.of(days.apply(call, span(call)))))
                .query("from", "string", "the first day, 30 days up to the last if not said")
                .query("to", "string", "the last day, today if not said; at most 366 days")
                .answersJson(200, Days.class);
    }

    private record Span(LocalDate from, LocalDate to) {}

    private Span span(ApiCall call) {
        LocalDate today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
        LocalDate asked = call.query("to").map(text -> day("to", text)).orElse(today);
        LocalDate to = asked.isAfter(today) ? today : asked;
        LocalDate from =
                call.query("from").map(text -> day("from", text)).orElse(to.minusDays(DAYS - 1L));
        if (from.isAfter(asked) || ChronoUnit.DAYS.between(from, to) >= MOST) {
            throw new Failed(
                    ErrorCode.INVALID_ARGUMENT,
                    "'from' and 'to' must be 1 to " + MOST + " days, the first one first.");
        }
        return new Span(from, to);
    }

    private static LocalDate day(String name, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new Failed(
                    ErrorCode.INVALID_ARGUMENT, "'" + name + "' must be a day, as 2026-11-27.");
        }
    }

    private List<UsageDay> total(ApiCall call, Span span) {
        return call.store().buckets().totalUsageDays(span.from(), span.to());
    }

    private List<UsageDay> ofBucket(ApiCall call, Span span) {
        BucketName bucket = call.bucket().name();
        return ApiRefusals.require(
                call.store().buckets().usageDays(bucket, span.from(), span.to()));
    }
}
