package dev.varve.server.store;

import dev.varve.log.Metadata;
import dev.varve.log.Retention;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// One change of what may change about a version in place.
public sealed interface AttributeChange {
    record SetTags(SortedMap<String, String> tags) implements AttributeChange {}

    record SetMetadata(Metadata metadata) implements AttributeChange {}

    /// `bypass` lets a privileged caller shorten or lift governance retention.
    record SetRetention(Optional<Retention> retention, boolean bypass) implements AttributeChange {}

    record SetLegalHold(boolean on) implements AttributeChange {}

    /// Several, all of them or none.
    record Several(List<AttributeChange> changes) implements AttributeChange {
        public Several {
            changes = List.copyOf(changes);
        }
    }
}
