package dev.varve.server.api.events;

import dev.varve.log.Position;
import dev.varve.log.codec.EventType;
import dev.varve.server.api.ApiCall;
import dev.varve.server.api.Words;
import dev.varve.server.auth.Access;
import dev.varve.server.auth.Action;
import dev.varve.server.feed.Feed;
import dev.varve.server.feed.Place;
import dev.varve.server.feed.Selection;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What a request says of the changes it wants.
final class EventQuery {
    static final String BUCKET = "bucket";
    static final String PREFIX = "prefix";
    static final String TYPE = "type";
    static final String ACTOR = "actor";
    static final String SOURCE = "source";
    private static final Pattern COMMA = Pattern.compile(",");
    private static final Set<EventType> OF_OPERATORS =
            EnumSet.of(
                    EventType.BUCKET_SETTINGS_CHANGED,
                    EventType.ACCESS_KEY_CREATED,
                    EventType.ACCESS_KEY_CHANGED,
                    EventType.ACCESS_KEY_REVOKED,
                    EventType.LINK_REVOKED,
                    EventType.LINKS_OF_ISSUER_REVOKED,
                    EventType.STARTED,
                    EventType.CHECKPOINT);

    private EventQuery() {}

    /// What somebody wrote.
    record Asked(
            Optional<String> bucket,
            Optional<String> prefix,
            Optional<String> type,
            Optional<String> actor,
            Optional<String> source) {
        static Asked of(ApiCall call) {
            return new Asked(
                    call.query(BUCKET),
                    call.query(PREFIX),
                    call.query(TYPE),
                    call.query(ACTOR),
                    call.query(SOURCE));
        }

        boolean isNone() {
            return bucket.isEmpty()
                    && prefix.isEmpty()
                    && type.isEmpty()
                    && actor.isEmpty()
                    && source.isEmpty();
        }
    }

    static Selection selection(ApiCall call) {
        return selection(call, Asked.of(call));
    }

    static Selection selection(ApiCall call, Asked asked) {
        call.requireKey();
        String prefix = asked.prefix.orElse("");
        asked.bucket.ifPresent(name -> requireMayRead(call, name, prefix));
        asked.source.ifPresent(address -> requireMayReadAddresses(call, asked.bucket));
        return new Selection(
                asked.bucket,
                prefix,
                types(call, asked.type),
                new Selection.By(asked.actor, asked.source));
    }

    private static Set<EventType> types(ApiCall call, Optional<String> text) {
        Set<EventType> types = text.map(EventQuery::types).orElseGet(Selection::usual);
        if (text.isPresent() && OF_OPERATORS.containsAll(types)) {
            Access.require(call.principal(), Action.READ_JOURNAL, Access.Resource.SERVICE);
        }
        return types;
    }

    private static void requireMayReadAddresses(ApiCall call, Optional<String> bucket) {
        if (!isOfOperator(call)) {
            call.allowed(Action.READ_ADDRESSES, bucket.orElse(""), "");
        }
    }

    /// Operators may ask for what became of buckets that are gone.
    private static void requireMayRead(ApiCall call, String bucket, String prefix) {
        if (!isOfOperator(call)) {
            requireMayReadPast(call, bucket, prefix);
        }
    }

    /// Events tell what was there earlier, deleted since or not.
    static void requireMayReadPast(ApiCall call, String bucket, String key) {
        call.allowed(Action.LIST, bucket, key);
        call.allowed(Action.READ_VERSION, bucket, key);
        call.allowed(Action.READ_HISTORY, bucket, key);
    }

    static boolean isOfOperator(ApiCall call) {
        return Access.isAllowed(call.principal(), Action.READ_JOURNAL, Access.Resource.SERVICE);
    }

    /// @throws Failed for a word that is no type
    static Set<EventType> types(String text) {
        Set<EventType> types = EnumSet.noneOf(EventType.class);
        COMMA.splitAsStream(text).map(String::strip).forEach(word -> types.addAll(type(word)));
        return types;
    }

    private static Set<EventType> type(String word) {
        boolean several = word.endsWith("*");
        String start = several ? word.substring(0, word.length() - 1) : word;
        Set<EventType> found = EnumSet.noneOf(EventType.class);
        for (EventType type : EventType.values()) {
            String name = Words.of(type);
            if (several ? name.startsWith(start) : name.equals(start)) {
                found.add(type);
            }
        }
        if (found.isEmpty()) {
            throw new Failed(
                    ErrorCode.INVALID_ARGUMENT,
                    "There is no type '%s'; there are %s."
                            .formatted(
                                    word,
                                    String.join(
                                            ", ",
                                            Arrays.stream(EventType.values())
                                                    .map(Words::of)
                                                    .toList())));
        }
        return found;
    }

    /// @param text of `after`: a place, `start` or `end`
    static Place place(String text, Feed feed) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "start" -> Place.behind(new Position(feed.oldest().value() - 1));
            case "end" -> Place.behind(feed.published());
            default -> requireReachable(parse(text), feed);
        };
    }

    private static Place parse(String text) {
        try {
            return Place.parse(text);
        } catch (IllegalArgumentException e) {
            throw new Failed(
                    ErrorCode.INVALID_ARGUMENT,
                    "'after' must be POSITION, POSITION.ORDINAL, start or end.");
        }
    }

    /// @throws Failed where the journal begins later, or ends before
    static Place requireReachable(Place place, Feed feed) {
        if (feed.oldest().isAfter(place.next())) {
            throw trimmed(feed);
        }
        if (place.position().isAfter(feed.published())) {
            throw new Failed(
                            ErrorCode.INVALID_ARGUMENT,
                            "There is no event %s: the newest is %s."
                                    .formatted(place.position(), feed.published()))
                    .detail("position", feed.published().toString());
        }
        return place;
    }

    static Failed trimmed(Feed feed) {
        return new Failed(
                        ErrorCode.EVENTS_TRIMMED,
                        "Events before %s are not kept any more; begin there, or with after=start."
                                .formatted(feed.oldest()))
                .detail("oldest", feed.oldest().toString());
    }
}
