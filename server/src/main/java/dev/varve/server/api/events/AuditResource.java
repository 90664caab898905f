package dev.varve.server.api.events;

import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.projections.objects.Version;
import dev.varve.server.api.ApiCall;
import dev.varve.server.api.Cursor;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Resource;
import dev.varve.server.api.events.AuditForms.AuditPage;
import dev.varve.server.api.events.AuditForms.Explanation;
import dev.varve.server.api.events.AuditForms.Step;
import dev.varve.server.auth.Access;
import dev.varve.server.auth.Action;
import dev.varve.server.feed.AuditQuery;
import dev.varve.server.feed.AuditTrail;
import dev.varve.server.feed.Change;
import dev.varve.server.feed.Feed;
import dev.varve.server.feed.Selection;
import dev.varve.server.feed.Sight;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.ReadRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/// `/v1/audit`: who did what, when and from where; and why an object is there, or gone.
public final class AuditResource implements Resource {
    private static final int MOST = 1000;
    private static final int OTHERWISE = 100;
    private static final String EXPLAIN = "/v1/buckets/{bucket}/explain/{key...}";

    private final Feed feed;
    private final AuditTrail trail;

    public AuditResource(Feed feed, AuditTrail trail) {
        this.feed = feed;
        this.trail = trail;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("GET", "/v1/audit", "audit", Action.READ_JOURNAL, this::audit)
                        .guardingItself()
                        .summary(
                                "Tells who did what, the newest first; with a bucket or for operators")
                        .query(
                                "bucket",
                                "string",
                                "in this one, and those that had its name before")
                        .query("key", "string", "to this key of the bucket")
                        .query("prefix", "string", "to keys of the bucket that begin so")
                        .query("version", "string", "to this version")
                        .query("access_key", "string", "what became of this access key")
                        .query("actor", "string", "by this one")
                        .query("source", "string", "from this address")
                        .query("type", "string", "only these, such as object-put,object-*")
                        .query("from", "string", "a time: not before it")
                        .query("to", "string", "a time: before it")
                        .query("limit", "integer", "1 to 1000, and what else the last event did")
                        .query("cursor", "string", "where the page before ended")
                        .answersJson(200, AuditPage.class)
                        .refuses(ErrorCode.INVALID_ARGUMENT, ErrorCode.NO_SUCH_BUCKET),
                Endpoint.of("GET", EXPLAIN, "explainObject", Action.READ_HISTORY, this::explain)
                        .guardingItself()
                        .summary(
                                "Tells why an object is there, or gone: all that happened to its key")
                        .query("limit", "integer", "1 to 1000 steps, 100 if not said")
                        .answersJson(200, Explanation.class)
                        .refuses(ErrorCode.INVALID_ARGUMENT, ErrorCode.NO_SUCH_BUCKET));
    }

    private HttpResponse audit(ApiCall call) {
        Selection wanted = EventQuery.selection(call);
        if (wanted.bucket().isEmpty()) {
            Access.require(call.principal(), Action.READ_JOURNAL, Access.Resource.SERVICE);
        }
        int limit = call.number("limit", 1, MOST, OTHERWISE);
        Sight sight = new Sight(call.principal(), feed);
        AuditTrail.Page page = read(query(call, wanted), sight, before(call), limit);
        EventViews views = new EventViews(feed, sight);
        Position next = page.next();
        return ApiCall.answer(
                200,
                new AuditPage(
                        page.changes().stream().map(change -> views.of(change, null)).toList(),
                        next == null ? null : Cursor.of(next.toString()),
                        page.position().value(),
                        page.begins().value()));
    }

    private static AuditQuery query(ApiCall call, Selection wanted) {
        Optional<ObjectKey> key = call.query("key").map(ApiCall::objectKey);
        if (key.isPresent() && wanted.bucket().isEmpty()) {
            throw new Failed(ErrorCode.INVALID_ARGUMENT, "A 'key' is one of a 'bucket'.");
        }
        return new AuditQuery(
                wanted,
                key,
                call.query("version"),
                call.query("access_key"),
                call.query("from").map(text -> time("from", text)),
                call.query("to").map(text -> time("to", text)));
    }

    private static Instant time(String name, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new Failed(
                    ErrorCode.INVALID_ARGUMENT,
                    "'" + name + "' must be a time of RFC 3339, such as 2026-11-20T10:15:00Z.");
        }
    }

    private static Optional<Position> before(ApiCall call) {
        try {
            return call.query("cursor").map(Cursor::text).map(Long::parseLong).map(Position::new);
        } catch (IllegalArgumentException e) {
            throw new Failed(ErrorCode.INVALID_ARGUMENT, "The cursor is not one that a list gave.");
        }
    }

    private AuditTrail.Page read(
            AuditQuery query, Sight sight, Optional<Position> before, int limit) {
        try {
            return trail.read(query, sight, before, limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failed(ErrorCode.SERVICE_UNAVAILABLE, "The server is stopping.");
        }
    }

    private HttpResponse explain(ApiCall call) {
        String bucket = call.path(ApiCall.BUCKET);
        ObjectKey key = call.objectKey();
        boolean operator = EventQuery.isOfOperator(call);
        if (!operator || trail.named(bucket).isEmpty()) {
            EventQuery.requireMayReadPast(call, bucket, key.toString());
        }
        int limit = call.number("limit", 1, MOST, OTHERWISE);
        Selection wanted =
                new Selection(Optional.of(bucket), "", Selection.usual(), Selection.By.ANYBODY);
        Sight sight = new Sight(call.principal(), feed);
        AuditTrail.Page page = read(AuditQuery.of(wanted).key(key), sight, Optional.empty(), limit);
        EventViews views = new EventViews(feed, sight);
        List<Step> steps = page.changes().stream().map(change -> step(change, views)).toList();
        String state = state(call, steps);
        return ApiCall.answer(
                200,
                new Explanation(
                        bucket,
                        key.toString(),
                        state,
                        summary(state, steps),
                        steps,
                        page.position().value(),
                        page.begins().value(),
                        page.next() == null && page.begins().equals(Position.FIRST)));
    }

    private static Step step(Change change, EventViews views) {
        EventView view = views.of(change, null);
        return new Step(view.time(), EventWords.of(change, view), view);
    }

    private static String state(ApiCall call, List<Step> steps) {
        boolean current =
                call.store().head(ReadRequest.of(call.bucketName(), call.objectKey()))
                                instanceof Outcome.Done<Version>(Version version)
                        && version.isObject();
        return current ? "current" : steps.isEmpty() ? "unknown" : "deleted";
    }

    private static String summary(String state, List<Step> steps) {
        if (steps.isEmpty()) {
            return "Nothing is told of this key.";
        }
        Step newest = steps.getFirst();
        return "%s: %s, at %s."
                .formatted(
                        state.equals("current") ? "It is there" : "It is not there",
                        newest.what(),
                        newest.time());
    }
}
