package dev.varve.server.store;

import dev.varve.log.Journal;
import dev.varve.log.Journal.Segment;
import dev.varve.log.JournalCursor;
import dev.varve.log.NodeId;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.snapshot.SnapshotHeader;
import dev.varve.projections.snapshot.Snapshots;
import dev.varve.server.consumers.Consumers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// The oldest event that anything may still need, and who needs it: all who may hold the journal are
/// asked here and nowhere else.
public final class Horizon {
    private static final int BUCKETS_AT_ONCE = 1000;

    private final Core core;
    private final Snapshots snapshots;
    private final Supplier<List<Consumers.Need>> consumers;
    private final ViewFiles files;
    private final SnapshotSettings settings;
    private final MemberNeeds members;

    /// Somebody who needs the event at `from` and all after it.
    ///
    /// @param why in words for whoever wants more to go
    public record Hold(String by, Position from, String why) {}

    Horizon(
            Core core,
            Snapshots snapshots,
            Supplier<List<Consumers.Need>> consumers,
            ViewFiles files,
            SnapshotSettings settings) {
        this.files = files;
        this.core = core;
        this.snapshots = snapshots;
        this.consumers = consumers;
        this.settings = settings;
        this.members = new MemberNeeds(core.parts().journal().origin());
    }

    MemberNeeds members() {
        return members;
    }

    /// Who holds what, the one that holds most first.
    List<Hold> holds() {
        return holds(file -> true);
    }

    /// @param counts which snapshots count
    List<Hold> holds(Predicate<Path> counts) {
        List<Hold> all = new ArrayList<>();
        all.add(audit());
        all.add(snapshots(counts));
        consumers
                .get()
                .forEach(need ->
                        all.add(
                                new Hold(
                                        "consumer " + need.by(),
                                        need.from(),
                                        "it is not done with that event")));
        all.add(windows());
        all.addAll(ofMembers());
        all.add(view());
        files.next().map(Horizon::rebuilt).ifPresent(all::add);
        all.sort(Comparator.comparing(Hold::from));
        return all;
    }

    private Journal journal() {
        return core.parts().journal();
    }

    private NodeId node() {
        return journal().origin().node();
    }

    /// Where each other member goes on. One that was away for longer than members are waited for begins
    /// anew.
    private List<Hold> ofMembers() {
        Map<String, Position> needs = core.read(members::of);
        if (needs.isEmpty()) {
            return List.of();
        }
        Position oldest = newerThan(settings.memberGrace());
        return needs.entrySet().stream()
                .map(each ->
                        new Hold(
                                "member " + each.getKey(),
                                each.getValue().isAfter(oldest) ? each.getValue() : oldest,
                                "it has yet to take that event; members are waited for up to "
                                        + settings.memberGrace()))
                .toList();
    }

    private Hold view() {
        Position flushed = core.parts().views().flushedCut().of(node());
        return new Hold("object view", flushed.next(), "it was last flushed before that event");
    }

    private static Hold rebuilt(NextView waiting) {
        return new Hold(
                "view made anew",
                waiting.position().next(),
                "it takes the place of the object view at the next start, and ends before that event");
    }

    /// The oldest that is kept, so that it can still be used when a newer one turns out damaged.
    private Hold snapshots(Predicate<Path> counts) {
        List<Position> there =
                snapshots.files().stream()
                        .filter(counts)
                        .map(snapshots::header)
                        .flatMap(Optional::stream)
                        .map(SnapshotHeader::position)
                        .limit(settings.keep())
                        .toList();
        if (there.size() < settings.keep()) {
            return new Hold(
                    "snapshots",
                    journal().oldest(),
                    there.size() + " of " + settings.keep() + " snapshots are there");
        }
        return new Hold(
                "snapshots", there.getLast().next(), "the oldest snapshot ends before that event");
    }

    private Hold audit() {
        String by = "journal.audit-retention";
        return settings.auditRetention()
                .map(age -> new Hold(by, newerThan(age), "events of the last " + age + " are kept"))
                .orElse(new Hold(by, journal().oldest(), "it is not set: all events are kept"));
    }

    /// As-of reads name positions, which the journal turns into times.
    private Hold windows() {
        Duration longest = longestWindow();
        return new Hold(
                "history windows", newerThan(longest), "the longest of any bucket is " + longest);
    }

    private Duration longestWindow() {
        Duration longest = Duration.ZERO;
        String after = "";
        for (List<Bucket> page = page(after); !page.isEmpty(); page = page(after)) {
            for (Bucket bucket : page) {
                Duration window = bucket.settings().historyWindow();
                longest = window.compareTo(longest) > 0 ? window : longest;
            }
            after = page.getLast().name().value();
        }
        return longest;
    }

    private List<Bucket> page(String after) {
        return core.read(view -> view.buckets("", after, BUCKETS_AT_ONCE));
    }

    /// Where the first segment begins of which any event may be younger. Hybrid times only grow and
    /// are never behind the clock, so a segment is older when the next one begins so.
    private Position newerThan(Duration age) {
        Instant limit = core.parts().clock().instant().minus(age);
        List<Segment> segments = journal().segments();
        int low = 0;
        int high = segments.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (time(segments.get(middle).first()).isBefore(limit)) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return segments.isEmpty() ? Position.FIRST : segments.get(low).first();
    }

    private Instant time(Position position) {
        try (JournalCursor cursor = journal().read(position)) {
            Recorded recorded = cursor.next();
            return recorded == null ? Instant.MAX : recorded.envelope().time().instant();
        }
    }
}
