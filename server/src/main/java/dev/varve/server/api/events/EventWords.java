package dev.varve.server.api.events;

import dev.varve.log.Actor;
import dev.varve.log.Bytes;
import dev.varve.log.Event;
import dev.varve.log.Event.PrefixDeleted;
import dev.varve.log.Event.PrefixMoved;
import dev.varve.log.Provenance;
import dev.varve.server.api.Words;
import dev.varve.server.api.events.EventView.Cause;
import dev.varve.server.api.events.EventView.SourceOf;
import dev.varve.server.feed.Change;
import dev.varve.server.store.Lifecycles;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// Changes of a key in words, for people.
final class EventWords {
    private EventWords() {}

    /// What happened, and by whom.
    static String of(Change change, EventView view) {
        return what(change, view) + ", " + by(change, view.by());
    }

    /// Users may be called as the server calls itself, but do not come through its door.
    private static String by(Change change, Cause by) {
        if (Lifecycles.did(provenance(change))) {
            return "by the lifecycle rule '" + Lifecycles.rule(provenance(change)) + "'";
        }
        StringBuilder text = new StringBuilder("by ");
        if (isOfServer(change)) {
            text.append("the server itself");
        } else {
            text.append(by.actor()).append(" over ").append(by.surface());
        }
        Optional.ofNullable(by.source()).ifPresent(from -> text.append(" from ").append(from));
        Optional.ofNullable(by.requestId()).ifPresent(id -> text.append(", request ").append(id));
        return text.toString();
    }

    private static Provenance provenance(Change change) {
        return change.recorded().envelope().provenance();
    }

    private static boolean isOfServer(Change change) {
        Provenance by = provenance(change);
        return by.surface() == Provenance.Surface.SYSTEM && by.actor().equals(Actor.SYSTEM);
    }

    private static String what(Change change, EventView view) {
        return change.rest() ? rest(change) : whole(change, view) + within(change);
    }

    private static String rest(Change change) {
        return Words.of(change.type()).replace('-', ' ')
                + ", and whether this key is one of them is not known any more";
    }

    private static String whole(Change change, EventView view) {
        return switch (change.event()) {
            case Event.ObjectPut it -> put(change, view) + size(it.state().size());
            case Event.ObjectCopied it -> "copied" + from(view) + size(it.state().size());
            case Event.ObjectUndeleted it -> "brought back from version " + it.from();
            case Event.UploadCompleted it -> "uploaded in parts" + size(it.state().size());
            case Event.DeleteMarkerPlaced _ -> "deleted, by a delete marker";
            case Event.ObjectDeleted _ -> "deleted";
            case Event.VersionDeleted it -> "version " + it.version() + " deleted";
            case Event.AttributesChanged it ->
                    "tags, metadata or locks of version " + it.version() + " changed";
            case Event.VersionsPurged _ -> purged(change);
            case Event.BytesReleased _ ->
                    "bytes of version "
                            + change.version()
                            + " let go, before its time in history is over";
            default -> Words.of(change.type()).replace('-', ' ');
        };
    }

    private static String put(Change change, EventView view) {
        return switch (change.recorded().event()) {
            case PrefixMoved _ -> "moved here" + from(view);
            case Event.RangesRestored _ -> "restored";
            default -> "put";
        };
    }

    private static String from(EventView view) {
        SourceOf from = view.from();
        return from == null || from.key() == null
                ? " from elsewhere"
                : " from " + from.bucket() + "/" + from.key();
    }

    private static String size(long bytes) {
        return String.format(Locale.ROOT, ", %,d bytes", bytes);
    }

    private static String purged(Change change) {
        String version = "version " + change.version() + " purged";
        return isOfServer(change)
                ? version + ", since its time in history was over"
                : version + " for good";
    }

    private static String within(Change change) {
        return switch (change.recorded().event()) {
            case PrefixDeleted it -> ", with all keys below '" + text(it.prefix()) + "'";
            case PrefixMoved it ->
                    change.event() instanceof Event.ObjectPut
                            ? ""
                            : ", as all keys below '" + text(it.prefix()) + "' were moved away";
            case Event.TransactionCommitted _ -> ", in a transaction";
            case Event.RangesRestored _ ->
                    change.event() instanceof Event.ObjectPut ? "" : ", by a restore";
            case Event.LinkSpent it -> ", with link " + it.link();
            default -> "";
        };
    }

    private static String text(Bytes prefix) {
        return new String(prefix.toArray(), StandardCharsets.UTF_8);
    }
}
