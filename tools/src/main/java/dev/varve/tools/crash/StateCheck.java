package dev.varve.tools.crash;

import dev.varve.log.Bytes;
import dev.varve.log.StoreException;
import dev.varve.projections.objects.ListPage;
import dev.varve.projections.objects.ListPage.ListedVersion;
import dev.varve.projections.objects.ListPage.VersionMarker;
import dev.varve.projections.objects.ListPage.VersionPage;
import dev.varve.projections.objects.Version;
import dev.varve.server.store.AsOf;
import dev.varve.server.store.Listings.Listing;
import dev.varve.server.store.ObjectBody;
import dev.varve.server.store.ObjectStore;
import dev.varve.server.store.ReadRequest;
import dev.varve.server.store.ReadResult;
import dev.varve.server.store.Refusal.Reason;
import dev.varve.server.store.Varve;
import dev.varve.server.store.VersionRef;
import dev.varve.tools.crash.Violation.Promise;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/// Holds an open store against an oracle: every key in one of its allowed states, every byte of
/// every version right, and nothing else there. Settles the oracle on what it found.
final class StateCheck {
    private final ObjectStore store;
    private final Varve varve;
    private final Oracle oracle;
    private final Consumer<Violation> violations;
    private final Map<Target, KeyState> settled = new HashMap<>();

    /// Keys that are not as they were acknowledged last.
    private final Set<Target> moved = new HashSet<>();

    private long bytes;

    StateCheck(Varve varve, Oracle oracle, Consumer<Violation> violations) {
        this.varve = varve;
        this.store = varve.store();
        this.oracle = oracle;
        this.violations = violations;
    }

    /// Answers how many bytes were read and compared.
    long run() {
        if (varve.position().value() < oracle.lastPosition()) {
            report(
                    Promise.ACKNOWLEDGED_IS_DURABLE,
                    oracle.lastPosition() + " was acknowledged, last is " + varve.position());
        }
        List<Target> targets = oracle.targets();
        targets.forEach(this::check);
        oracle.together().forEach(this::checkTogether);
        for (Bin bin : Bin.values()) {
            findStrangers(bin, new HashSet<>(targets));
        }
        oracle.settle(settled);
        return bytes;
    }

    private void report(Promise promise, String what) {
        violations.accept(new Violation(promise, what));
    }

    private void check(Target at) {
        Found found = Found.of(store, at);
        List<KeyState> allowed = oracle.allowed(at);
        KeyState state =
                allowed.stream()
                        .map(each -> new Match(at, each, found).settle())
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
        if (state == null) {
            report(Promise.ACKNOWLEDGED_IS_THERE, at + " must be " + allowed + ", is " + found);
            return;
        }
        settled.put(at, state);
        if (new Match(at, allowed.getFirst(), found).settle() == null) {
            moved.add(at);
        }
        for (int i = 0; i < found.versions().size(); i++) {
            Made made = state.versions().get(i).made();
            if (made != null) {
                read(at, found.versions().get(i), made);
            }
        }
    }

    private void checkTogether(List<Target> changed) {
        long done = changed.stream().filter(moved::contains).count();
        if (done != 0 && done != changed.size()) {
            report(
                    Promise.NOTHING_HALF_VISIBLE,
                    done + " of " + changed.size() + " that change together: " + changed);
        }
    }

    private void read(Target at, Version version, Made made) {
        try {
            ReadResult result = store.get(request(at, version));
            switch (result) {
                case ReadResult.Found(ObjectBody body) -> compare(at, body, version, made);
                case ReadResult.Refused(var refusal, var _) -> {
                    boolean purgedAbove = refusal.reason() == Reason.BELOW_HISTORY_FLOOR;
                    if (!purgedAbove || version.hiddenAt() == null) {
                        report(Promise.NOTHING_HALF_VISIBLE, at + " " + version + ": " + refusal);
                    }
                }
                case ReadResult.NotModified _ ->
                        report(Promise.NOTHING_HALF_VISIBLE, at + " is not modified");
            }
        } catch (StoreException | IOException e) {
            report(Promise.BYTES_ARE_READABLE, at + " " + version + ": " + e);
        }
    }

    /// Hidden versions are read as of the event that made them, when they were current; where a
    /// purge has raised the floor above that, [OfflineCheck] still holds their blobs against
    /// their ids.
    private static ReadRequest request(Target at, Version version) {
        ReadRequest request = ReadRequest.of(at.bin().bucket(), at.key());
        return version.hiddenAt() == null
                ? request.version(
                        version.nullVersion() ? VersionRef.NULL : VersionRef.of(version.id()))
                : request.asOf(new AsOf.AtPosition(version.position()));
    }

    private void compare(Target at, ObjectBody body, Version version, Made made)
            throws IOException {
        try (body) {
            bytes += made.size();
            if (!body.version().id().equals(version.id())) {
                report(Promise.BYTES_ARE_RIGHT, at + " as of then is " + body.version());
            } else if (!made.matches(body.bytes())) {
                report(Promise.BYTES_ARE_RIGHT, at + " " + version + " is not " + made);
            }
        }
    }

    /// Versions of keys that nobody wrote.
    private void findStrangers(Bin bin, Set<Target> known) {
        VersionMarker marker = null;
        do {
            VersionPage page =
                    store.listings().versions(bin.bucket(), Listing.ALL, marker).orThrow();
            for (ListedVersion listed : page.versions()) {
                if (!known.contains(new Target(bin, listed.version().key().toString()))) {
                    report(Promise.NOTHING_HALF_VISIBLE, "nobody wrote " + listed.version());
                }
            }
            marker = page.next();
        } while (marker != null);
        expectCurrent(bin, listed(bin));
    }

    private int listed(Bin bin) {
        int objects = 0;
        for (Bytes next = Bytes.EMPTY; next != null; ) {
            ListPage page =
                    store.listings().objects(bin.bucket(), Listing.ALL.after(next)).orThrow();
            objects += page.objects().size();
            next = page.next();
        }
        return objects;
    }

    private void expectCurrent(Bin bin, int objects) {
        long wanted =
                settled.entrySet().stream()
                        .filter(entry -> entry.getKey().bin() == bin)
                        .filter(entry -> entry.getValue().object() != null)
                        .count();
        if (wanted != objects) {
            report(Promise.ACKNOWLEDGED_IS_THERE, bin + " lists " + objects + ", not " + wanted);
        }
    }
}
