package dev.varve.server.api.events;

import dev.varve.server.api.ApiCall;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Endpoint.Content;
import dev.varve.server.api.Resource;
import dev.varve.server.auth.Action;
import dev.varve.server.auth.Principal;
import dev.varve.server.feed.Cursors;
import dev.varve.server.feed.Feed;
import dev.varve.server.feed.Followers;
import dev.varve.server.feed.NamedCursor;
import dev.varve.server.feed.Place;
import dev.varve.server.feed.Sight;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// `/v1/events`: what happened, in order, once and for all: a page, a stream of lines, or Server-Sent
/// Events, as the request accepts.
public final class EventsResource implements Resource {
    private static final int MOST = 1000;
    private static final int OTHERWISE = 100;
    private static final int LONGEST_WAIT = 60;
    private static final String CLOUD = "cloudevents";

    private final Feed feed;
    private final Followers followers;
    private final Stays stays;
    private final Cursors cursors;
    private final ToldLines lines = new ToldLines();

    public EventsResource(Feed feed, Followers followers, Stays stays, Cursors cursors) {
        this.cursors = cursors;
        this.feed = feed;
        this.followers = followers;
        this.stays = stays;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("GET", "/v1/events", "listEvents", Action.WHO_AM_I, this::answer)
                        .guardingItself()
                        .summary("Tells what happened, in order: in pages, or as a stream")
                        .query("after", "string", "POSITION, POSITION.ORDINAL, start, or end")
                        .query("cursor", "string", "on behalf of this one: its place and filters")
                        .query("bucket", "string", "only of this one")
                        .query("prefix", "string", "only of keys that begin so")
                        .query("type", "string", "only these, such as object-put,object-*")
                        .query("actor", "string", "only what this one did")
                        .query("source", "string", "only what came from this address")
                        .query("limit", "integer", "1 to 1000 changes; where a stream ends")
                        .query("wait", "integer", "0 to 60 seconds for the first, of a page")
                        .query("format", "string", "cloudevents, for CloudEvents 1.0")
                        .header("Accept", "text/event-stream or application/x-ndjson: a stream")
                        .header("Last-Event-ID", "what a stream goes on after, over `after`")
                        .answersJson(200, EventPage.class)
                        .answers(200, "", Content.bytes(StreamForm.SSE.type()))
                        .answers(200, "", Content.bytes(StreamForm.NDJSON.type()))
                        .refuses(
                                ErrorCode.INVALID_ARGUMENT,
                                ErrorCode.NO_SUCH_BUCKET,
                                ErrorCode.NO_SUCH_CURSOR,
                                ErrorCode.CURSOR_LAPSED,
                                ErrorCode.EVENTS_TRIMMED));
    }

    private HttpResponse answer(ApiCall call) {
        Optional<NamedCursor> cursor = call.query("cursor").map(name -> cursor(call, name));
        Subscription subscription =
                new Subscription(
                        feed,
                        new Sight(call.principal(), feed),
                        cursor.map(NamedCursor::wanted).orElseGet(() -> EventQuery.selection(call)),
                        after(call, cursor),
                        isCloud(call),
                        lines);
        Optional<StreamForm> form = form(call);
        return form.isPresent() ? stream(call, subscription, form.get()) : page(call, subscription);
    }

    private NamedCursor cursor(ApiCall call, String name) {
        NamedCursor cursor = CursorsResource.found(call, cursors, name);
        if (cursor.lapsed()) {
            throw CursorsResource.lapsed(cursor, feed);
        }
        if (!EventQuery.Asked.of(call).isNone() || call.query("after").isPresent()) {
            throw new Failed(
                    ErrorCode.INVALID_ARGUMENT, "A cursor has its own place and its own filters.");
        }
        return cursor;
    }

    private Place after(ApiCall call, Optional<NamedCursor> cursor) {
        return EventQuery.place(
                call.request()
                        .headers()
                        .first("last-event-id")
                        .or(() -> cursor.map(each -> each.place().toString()))
                        .or(() -> call.query("after"))
                        .orElse("end"),
                feed);
    }

    private static boolean isCloud(ApiCall call) {
        Optional<String> format = call.query("format");
        if (format.filter(text -> !text.equals(CLOUD)).isPresent()) {
            throw new Failed(
                    ErrorCode.INVALID_ARGUMENT, "'format' must be cloudevents, or not there.");
        }
        return format.isPresent();
    }

    private static Optional<StreamForm> form(ApiCall call) {
        String accept = call.request().headers().get("accept", "").toLowerCase(Locale.ROOT);
        for (StreamForm form : StreamForm.values()) {
            if (accept.contains(form.type())) {
                return Optional.of(form);
            }
        }
        return Optional.empty();
    }

    private HttpResponse page(ApiCall call, Subscription subscription) {
        int limit = call.number("limit", 1, MOST, OTHERWISE);
        Duration wait = Duration.ofSeconds(call.number("wait", 0, LONGEST_WAIT, 0));
        EventPages pages = new EventPages(subscription, goesOn(call), limit, wait);
        if (wait.isZero()) {
            return ApiCall.answer(200, pages.read()).header("cache-control", "no-store");
        }
        String user = call.principal().id();
        admit(user);
        return HttpResponse.of(200)
                .header("content-type", "application/json")
                .header("cache-control", "no-store")
                .content(new WaitingPage(pages, () -> followers.remove(user)));
    }

    private HttpResponse stream(ApiCall call, Subscription subscription, StreamForm form) {
        if (call.query("wait").isPresent()) {
            throw new Failed(ErrorCode.INVALID_ARGUMENT, "A stream waits by itself: no 'wait'.");
        }
        long limit =
                call.query("limit").isPresent()
                        ? call.number("limit", 1, MOST, OTHERWISE)
                        : Long.MAX_VALUE;
        String user = call.principal().id();
        admit(user);
        return HttpResponse.of(200)
                .header("content-type", form.type() + "; charset=utf-8")
                .header("cache-control", "no-store, no-transform")
                .header("x-accel-buffering", "no")
                .content(
                        new EventStream(
                                subscription,
                                form,
                                followers.settings().heartbeat(),
                                limit,
                                goesOn(call),
                                () -> followers.remove(user)));
    }

    private BooleanSupplier goesOn(ApiCall call) {
        Principal principal = call.principal();
        BooleanSupplier allowed = stays.of(principal);
        return () -> !followers.isClosed() && allowed.getAsBoolean();
    }

    private void admit(String user) {
        switch (followers.add(user)) {
            case TAKEN -> {}
            case TOO_MANY_OF_USER ->
                    throw slow("You have %d followers.".formatted(followers.settings().perUser()));
            case TOO_MANY -> throw slow("There are too many followers.");
        }
    }

    private static Failed slow(String why) {
        return new Failed(ErrorCode.SLOW_DOWN, why).header("retry-after", "5");
    }
}
