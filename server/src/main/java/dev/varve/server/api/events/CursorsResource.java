package dev.varve.server.api.events;

import dev.varve.server.api.ApiCall;
import dev.varve.server.api.ApiOperation;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Resource;
import dev.varve.server.api.events.CursorForms.Ack;
import dev.varve.server.api.events.CursorForms.CursorList;
import dev.varve.server.api.events.CursorForms.CursorView;
import dev.varve.server.api.events.CursorForms.NewCursor;
import dev.varve.server.auth.Action;
import dev.varve.server.feed.Cursors;
import dev.varve.server.feed.Feed;
import dev.varve.server.feed.NamedCursor;
import dev.varve.server.feed.Place;
import dev.varve.server.feed.Selection;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// `/v1/cursors`: how far readers of events have got, kept for them. Each is its maker's, and operators
/// see all.
public final class CursorsResource implements Resource {
    private static final String NAME = "name";
    private static final String ALL = "/v1/cursors";
    private static final String ONE = ALL + "/{name}";

    private final Feed feed;
    private final Cursors cursors;
    private final InstantSource clock;

    public CursorsResource(Feed feed, Cursors cursors, InstantSource clock) {
        this.feed = feed;
        this.cursors = cursors;
        this.clock = clock;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                row("POST", ALL, "createCursor", this::create)
                        .summary("Makes a cursor for a reader of events")
                        .takesJson(NewCursor.class)
                        .answersJson(201, CursorView.class)
                        .refuses(
                                ErrorCode.INVALID_ARGUMENT,
                                ErrorCode.NO_SUCH_BUCKET,
                                ErrorCode.EVENTS_TRIMMED,
                                ErrorCode.CURSOR_ALREADY_EXISTS,
                                ErrorCode.TOO_MANY_CURSORS),
                row("GET", ALL, "listCursors", this::list)
                        .summary(
                                "Lists the cursors that the caller made; all of them for operators")
                        .answersJson(200, CursorList.class),
                row("GET", ONE, "getCursor", this::get)
                        .summary("Tells how far a reader has got")
                        .answersJson(200, CursorView.class)
                        .refuses(ErrorCode.NO_SUCH_CURSOR),
                row("POST", ONE + "/ack", "ackCursor", this::ack)
                        .summary("Says what is done, so that it never comes again")
                        .takesJson(Ack.class)
                        .answersJson(200, CursorView.class)
                        .refuses(
                                ErrorCode.INVALID_ARGUMENT,
                                ErrorCode.NO_SUCH_CURSOR,
                                ErrorCode.EVENTS_TRIMMED,
                                ErrorCode.CURSOR_IS_AHEAD,
                                ErrorCode.CURSOR_LAPSED),
                row("DELETE", ONE, "deleteCursor", this::delete)
                        .summary("Lets go of a cursor, and of what the journal kept for it")
                        .answersNothing(204)
                        .refuses(ErrorCode.NO_SUCH_CURSOR));
    }

    private static Endpoint row(String method, String path, String name, ApiOperation operation) {
        return Endpoint.of(method, path, name, Action.WHO_AM_I, operation).ofThisNode();
    }

    private HttpResponse create(ApiCall call) {
        call.requireKey();
        NewCursor asked = call.json(NewCursor.class);
        if (!NamedCursor.isName(asked.name())) {
            throw new Failed(
                    ErrorCode.INVALID_ARGUMENT,
                    "'name' must have 1 to %d of a-z, 0-9, dot, dash and underscore."
                            .formatted(NamedCursor.LONGEST_NAME));
        }
        Selection wanted =
                EventQuery.selection(
                        call,
                        new EventQuery.Asked(
                                Optional.ofNullable(asked.bucket()),
                                Optional.ofNullable(asked.prefix()),
                                Optional.ofNullable(asked.type()),
                                Optional.ofNullable(asked.actor()),
                                Optional.empty()));
        Place from = EventQuery.place(Optional.ofNullable(asked.from()).orElse("end"), feed);
        if (cursors.isFull()) {
            throw new Failed(
                    ErrorCode.TOO_MANY_CURSORS,
                    "There are %d cursors; delete one first.".formatted(cursors.most()));
        }
        NamedCursor made =
                NamedCursor.of(asked.name(), call.principal().id(), from, wanted, clock.instant());
        if (!cursors.add(made)) {
            throw new Failed(
                    ErrorCode.CURSOR_ALREADY_EXISTS,
                    "There is a cursor '" + asked.name() + "' already.");
        }
        return ApiCall.answer(201, view(made)).header("location", ALL + "/" + asked.name());
    }

    private CursorView view(NamedCursor cursor) {
        return CursorView.of(cursor, feed.published().value());
    }

    private HttpResponse list(ApiCall call) {
        return ApiCall.answer(
                200,
                new CursorList(
                        cursors.list().stream()
                                .filter(cursor -> isOf(call, cursor))
                                .map(this::view)
                                .toList()));
    }

    private static boolean isOf(ApiCall call, NamedCursor cursor) {
        return cursor.owner().equals(call.principal().id()) || EventQuery.isOfOperator(call);
    }

    /// Others are not told whether there is one.
    static NamedCursor found(ApiCall call, Cursors cursors, String name) {
        return cursors.find(name)
                .filter(cursor -> isOf(call, cursor))
                .orElseThrow(() ->
                        new Failed(ErrorCode.NO_SUCH_CURSOR, "There is no cursor '" + name + "'."));
    }

    private NamedCursor found(ApiCall call) {
        return found(call, cursors, call.path(NAME));
    }

    private HttpResponse get(ApiCall call) {
        return ApiCall.answer(200, view(found(call)));
    }

    private HttpResponse ack(ApiCall call) {
        NamedCursor cursor = found(call);
        Ack ack = call.json(Ack.class);
        Place place = EventQuery.requireReachable(place(ack), feed);
        if (Boolean.TRUE.equals(ack.reset())) {
            cursors.reset(cursor.name(), place);
        } else {
            ack(cursor, place);
        }
        return ApiCall.answer(200, view(found(call)));
    }

    private static Place place(Ack ack) {
        try {
            return ack.place();
        } catch (IllegalArgumentException e) {
            throw new Failed(ErrorCode.INVALID_ARGUMENT, "'position' and 'ordinal' count from 0.");
        }
    }

    private void ack(NamedCursor cursor, Place place) {
        switch (cursors.ack(cursor.name(), place)) {
            case DONE -> {}
            case LAPSED -> throw lapsed(cursor, feed);
            case AHEAD ->
                    throw new Failed(
                                    ErrorCode.CURSOR_IS_AHEAD,
                                    "The cursor is at %s already; only 'reset' takes it back."
                                            .formatted(cursor.place()))
                            .detail("place", cursor.place().toString());
        }
    }

    static Failed lapsed(NamedCursor cursor, Feed feed) {
        return new Failed(
                        ErrorCode.CURSOR_LAPSED,
                        "The cursor '%s' fell back too far, and what it needed may be gone: go on with 'reset' from %s."
                                .formatted(cursor.name(), feed.oldest()))
                .detail("oldest", feed.oldest().toString());
    }

    private HttpResponse delete(ApiCall call) {
        cursors.remove(found(call).name());
        return HttpResponse.of(204);
    }
}
