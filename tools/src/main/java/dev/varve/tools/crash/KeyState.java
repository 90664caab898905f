package dev.varve.tools.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What must be found of one key: its versions, newest first, and its open uploads.
record KeyState(List<VersionState> versions, SortedMap<String, SortedMap<Integer, Piece>> uploads) {
    static final KeyState EMPTY = new KeyState(List.of(), new TreeMap<>());

    /// The id of what an unanswered operation may have made.
    static final String UNKNOWN = "?";

    /// @param made null for a delete marker
    record VersionState(String id, @Nullable Made made, boolean hidden) {
        VersionState hide() {
            return new VersionState(id, made, true);
        }
    }

    KeyState {
        versions = List.copyOf(versions);
    }

    @Nullable VersionState current() {
        return versions.stream().filter(version -> !version.hidden()).findFirst().orElse(null);
    }

    /// The current object, if any.
    @Nullable Made object() {
        VersionState current = current();
        return current == null ? null : current.made();
    }

    KeyState withNewest(VersionState version) {
        List<VersionState> more = new ArrayList<>(versions);
        more.addFirst(version);
        return new KeyState(more, uploads);
    }

    KeyState hideAll() {
        return new KeyState(versions.stream().map(VersionState::hide).toList(), uploads);
    }

    KeyState hide(String id) {
        return new KeyState(
                versions.stream()
                        .map(version -> version.id().equals(id) ? version.hide() : version)
                        .toList(),
                uploads);
    }

    KeyState purge(String id) {
        return new KeyState(
                versions.stream()
                        .filter(version -> !(version.hidden() && version.id().equals(id)))
                        .toList(),
                uploads);
    }

    KeyState purgeAll() {
        return new KeyState(
                versions.stream().filter(version -> !version.hidden()).toList(), uploads);
    }

    KeyState uploads(UnaryOperator<SortedMap<String, SortedMap<Integer, Piece>>> change) {
        return new KeyState(versions, change.apply(new TreeMap<>(uploads)));
    }
}
