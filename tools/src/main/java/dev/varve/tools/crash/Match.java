package dev.varve.tools.crash;

import dev.varve.projections.objects.Part;
import dev.varve.projections.objects.Version;
import dev.varve.tools.crash.KeyState.VersionState;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Holds what was found of a key against one state it may be in. Where it fits, the state comes
/// back with the ids that were found.
final class Match {
    private final Target at;
    private final KeyState wanted;
    private final Found found;

    Match(Target at, KeyState wanted, Found found) {
        this.at = at;
        this.wanted = wanted;
        this.found = found;
    }

    /// The state with ids filled in, or null when something differs.
    @Nullable KeyState settle() {
        List<VersionState> versions = versions();
        SortedMap<String, SortedMap<Integer, Piece>> uploads = uploads();
        return versions == null || uploads == null ? null : new KeyState(versions, uploads);
    }

    private @Nullable List<VersionState> versions() {
        List<VersionState> settled = new ArrayList<>();
        Iterator<VersionState> rest = wanted.versions().iterator();
        for (Version version : found.versions()) {
            VersionState next = next(rest, version);
            if (next == null) {
                return null;
            }
            settled.add(new VersionState(version.id().toString(), next.made(), next.hidden()));
        }
        while (rest.hasNext()) {
            if (!mayBeGone(rest.next())) {
                return null;
            }
        }
        return settled;
    }

    /// The next wanted state that fits a version, past those whose window has ended.
    private @Nullable VersionState next(Iterator<VersionState> rest, Version version) {
        while (rest.hasNext()) {
            VersionState candidate = rest.next();
            if (fits(candidate, version)) {
                return candidate;
            }
            if (!mayBeGone(candidate)) {
                return null;
            }
        }
        return null;
    }

    private boolean mayBeGone(VersionState state) {
        return state.hidden() && !at.bin().keepsHidden();
    }

    private static boolean fits(VersionState state, Version version) {
        boolean sameId =
                state.id().equals(KeyState.UNKNOWN) || state.id().equals(version.id().toString());
        return sameId
                && state.hidden() == (version.hiddenAt() != null)
                && sameContent(state.made(), version);
    }

    private static boolean sameContent(@Nullable Made made, Version version) {
        if (made == null || !version.isObject()) {
            return made == null && !version.isObject();
        }
        return made.size() == version.size() && made.etag().equals(version.object().etag().value());
    }

    private @Nullable SortedMap<String, SortedMap<Integer, Piece>> uploads() {
        SortedMap<String, SortedMap<Integer, Piece>> settled = new TreeMap<>();
        SortedMap<String, SortedMap<Integer, Piece>> left = new TreeMap<>(wanted.uploads());
        for (Map.Entry<String, List<Part>> upload : found.uploads().entrySet()) {
            String id = left.containsKey(upload.getKey()) ? upload.getKey() : KeyState.UNKNOWN;
            SortedMap<Integer, Piece> parts = left.remove(id);
            if (parts == null || !sameParts(parts, upload.getValue())) {
                return null;
            }
            settled.put(upload.getKey(), parts);
        }
        return left.isEmpty() ? settled : null;
    }

    private static boolean sameParts(SortedMap<Integer, Piece> wanted, List<Part> found) {
        if (wanted.size() != found.size()) {
            return false;
        }
        return found.stream()
                .allMatch(part -> {
                    Piece piece = wanted.get(part.number());
                    return piece != null
                            && piece.size() == part.size()
                            && Made.whole(piece).etag().equals(part.etag().value());
                });
    }
}
