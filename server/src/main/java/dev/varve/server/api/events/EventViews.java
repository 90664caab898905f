package dev.varve.server.api.events;

import dev.varve.log.AccessSettings;
import dev.varve.log.Envelope;
import dev.varve.log.Event;
import dev.varve.log.Provenance;
import dev.varve.server.api.SettingsForm;
import dev.varve.server.api.Words;
import dev.varve.server.api.events.EventView.AccessOf;
import dev.varve.server.api.events.EventView.BucketOf;
import dev.varve.server.api.events.EventView.Cause;
import dev.varve.server.api.events.EventView.NoteOf;
import dev.varve.server.api.events.EventView.OriginalOf;
import dev.varve.server.api.events.EventView.RangeOf;
import dev.varve.server.feed.Change;
import dev.varve.server.feed.Feed;
import dev.varve.server.feed.KnownBucket;
import dev.varve.server.feed.Place;
import dev.varve.server.feed.Sight;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Tells changes, as somebody may see them.
final class EventViews {
    private final Feed feed;
    private final Sight sight;

    EventViews(Feed feed, Sight sight) {
        this.feed = feed;
        this.sight = sight;
    }

    /// @param follows what was told before it; null where that means nothing
    EventView of(Change change, @Nullable Place follows) {
        return of(feed, change, follows, sight.ofAddresses(change));
    }

    /// All of it that depends on who is told is what is given.
    ///
    /// @param addresses whether it may be told from where somebody came
    static EventView of(Feed feed, Change change, @Nullable Place follows, boolean addresses) {
        Envelope envelope = change.recorded().envelope();
        return new EventView(
                change.place().toString(),
                change.told().origin().toString(),
                change.position().value(),
                change.ordinal(),
                change.last(),
                original(change),
                follows == null ? null : follows.toString(),
                envelope.wall(),
                Words.of(change.type()),
                change.isPart() ? Words.of(change.within()) : null,
                change.rest() ? true : null,
                cause(envelope.provenance(), addresses),
                bucket(feed, change),
                ObjectViews.object(change),
                ObjectViews.source(change, feed),
                ObjectViews.upload(change),
                range(feed, change),
                access(change.event()),
                settings(change.event()),
                note(change.event()));
    }

    private static @Nullable OriginalOf original(Change change) {
        Envelope envelope = change.recorded().envelope();
        return change.told().isImported()
                ? new OriginalOf(
                        envelope.origin().toString(),
                        envelope.position().value(),
                        change.ownOrdinal())
                : null;
    }

    private static Cause cause(Provenance provenance, boolean addresses) {
        boolean known = addresses && !provenance.source().isEmpty();
        return new Cause(
                provenance.actor().id(),
                Words.of(provenance.surface()),
                known ? provenance.source() : null,
                provenance.requestId().isEmpty() ? null : provenance.requestId());
    }

    private static @Nullable BucketOf bucket(Feed feed, Change change) {
        @Nullable String owner =
                change.event() instanceof Event.BucketCreated created ? created.owner() : null;
        return change.bucket()
                .map(id ->
                        new BucketOf(
                                feed.bucket(id).map(KnownBucket::name).orElse(null),
                                id.toString(),
                                owner))
                .orElse(null);
    }

    private static @Nullable RangeOf range(Feed feed, Change change) {
        return switch (change.event()) {
            case Event.PrefixDeleted event -> new RangeOf(text(event.prefix()), null, null);
            case Event.PrefixMoved event ->
                    new RangeOf(
                            text(event.prefix()),
                            feed.bucket(event.to()).map(KnownBucket::name).orElse(null),
                            text(event.toPrefix()));
            case Event.LayerSettled event -> new RangeOf(text(event.prefix()), null, null);
            default -> null; // not about a range
        };
    }

    private static String text(dev.varve.log.Bytes prefix) {
        return new String(prefix.toArray(), StandardCharsets.UTF_8);
    }

    private static @Nullable AccessOf access(Event event) {
        return switch (event) {
            case Event.AccessKeyCreated it -> key(it, it.user(), it.settings());
            case Event.AccessKeyChanged it -> key(it, null, it.settings());
            case Event.AccessKeyRevoked it ->
                    new AccessOf(it.key().value(), null, null, null, null, null);
            case Event.LinkRevoked it -> link(it.link().toString(), it.issuer());
            case Event.LinkSpent it -> link(it.link().toString(), it.issuer());
            case Event.LinksOfIssuerRevoked it -> link(null, it.issuer());
            default -> null; // not about access
        };
    }

    private static AccessOf key(
            Event.AccessEvent event, @Nullable String user, AccessSettings settings) {
        return new AccessOf(
                event.key().value(), user, settings.label(), settings.expires(), null, null);
    }

    private static AccessOf link(@Nullable String link, String issuer) {
        return new AccessOf(null, null, null, null, link, issuer);
    }

    private static @Nullable SettingsForm settings(Event event) {
        return switch (event) {
            case Event.BucketCreated it -> SettingsForm.of(it.settings());
            case Event.BucketSettingsChanged it -> SettingsForm.of(it.settings());
            default -> null; // changes none
        };
    }

    private static @Nullable NoteOf note(Event event) {
        return switch (event) {
            case Event.QuotaThresholdCrossed it ->
                    new NoteOf(
                            Words.of(it.measure()),
                            it.percent(),
                            it.used(),
                            it.limit(),
                            null,
                            null);
            case Event.HistoryFloorRaised it ->
                    new NoteOf(null, null, null, null, it.floor().instant(), null);
            case Event.Started it -> text(it.software());
            case Event.Checkpoint it -> text(it.root().toString());
            default -> null; // says all elsewhere
        };
    }

    private static NoteOf text(String text) {
        return new NoteOf(null, null, null, null, null, text);
    }
}
