package dev.varve.projections.objects;

import static dev.varve.projections.objects.Story.BUCKET;
import static dev.varve.projections.objects.Story.key;
import static dev.varve.projections.objects.Story.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketSettings;
import dev.varve.log.Envelope;
import dev.varve.log.Event;
import dev.varve.log.Event.LinkRevoked;
import dev.varve.log.Event.LinkSpent;
import dev.varve.log.Event.LinksOfIssuerRevoked;
import dev.varve.log.HybridTime;
import dev.varve.log.LinkId;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.Stamp;
import dev.varve.log.VersionId;
import dev.varve.projections.RowCursor;
import dev.varve.projections.Table;
import dev.varve.projections.ViewChanges;
import dev.varve.projections.ViewDigest;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.memory.MemoryViewStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinkFoldTest {
    private static final Duration WEEK = Duration.ofDays(7);

    private final MemoryViewStore store = new MemoryViewStore();
    private final Story story = new Story(store);
    private final Random random = new Random(56);

    @BeforeEach
    void createBucket() {
        story.createBucket("bucket", BucketSettings.DEFAULT);
    }

    private LinkId link(Duration life) {
        return LinkId.random(story.now().plus(life), random);
    }

    private static Revocations at(NodeId node, int incarnation, long position) {
        Revocations.At at = new Revocations.At(incarnation, new Position(position));
        return new Revocations(new TreeMap<>(Map.of(node, at)));
    }

    private int rows(Table table) {
        int rows = 0;
        try (ViewSnapshot snapshot = store.snapshot();
                RowCursor cursor = snapshot.scan(table)) {
            for (boolean on = cursor.seek(new byte[0]); on; on = cursor.next()) {
                rows++;
            }
        }
        return rows;
    }

    @Test
    void remembersHowLinksEnded() {
        LinkId revoked = link(WEEK);
        LinkId spent = link(WEEK);
        story.tell(new LinkRevoked(revoked, "al"));
        story.tell(new LinkSpent(spent, "al", null));

        assertThat(story.view().linkEnd(revoked, "al")).contains(LinkEnd.REVOKED);
        assertThat(story.view().linkEnd(spent, "al")).contains(LinkEnd.SPENT);
        assertThat(story.view().linkEnd(link(WEEK), "al")).isEmpty();
    }

    @Test
    void endsNoLinkOfAnotherIssuer() {
        LinkId link = link(WEEK);
        story.tell(new LinkRevoked(link, "mallory"));

        assertThat(story.view().linkEnd(link, "al")).isEmpty();
    }

    @Test
    void doesWhatTheLinkWasSpentOn() {
        Event.ObjectPut put = new Event.ObjectPut(BUCKET, key("k"), true, state(1, 10));
        VersionId made = story.tell(new LinkSpent(link(WEEK), "al", put));

        assertThat(story.view().current(BUCKET, key("k"), HybridTime.MAX).map(Version::id))
                .contains(made);
        assertThat(story.view().usage(BUCKET).objects()).isEqualTo(1);
    }

    @Test
    void remembersWhereAnIssuersLinksWereRevokedLast() {
        story.tell(new LinksOfIssuerRevoked("al", story.now().plus(WEEK)));
        story.tell(new LinksOfIssuerRevoked("al", story.now().plus(Duration.ofDays(1))));

        Revocations known = story.view().revocations("al");
        NodeId node = known.byNode().firstKey();
        assertThat(known).isEqualTo(at(node, 1, 2));
        assertThat(known.revokes(at(node, 1, 1))).isTrue();
        assertThat(known.revokes(at(node, 1, 2))).isFalse();
        assertThat(known.revokes(at(node, 2, -1))).isFalse();
        assertThat(story.view().revocations("bob")).isEqualTo(Revocations.NONE);
        assertThat(rows(Table.LINK_ISSUERS)).as("the row and its time, once").isEqualTo(2);

        story.pass(WEEK.plusHours(23));
        story.tell(new LinkRevoked(link(WEEK), "al"));
        assertThat(story.view().revocations("al")).as("the longer time counts").isEqualTo(known);
    }

    @Test
    void forgetsADayAfterTheLinkExpired() {
        LinkId link = link(WEEK);
        story.tell(new LinkRevoked(link, "al"));
        story.tell(new LinksOfIssuerRevoked("al", story.now().plus(WEEK)));

        story.pass(WEEK.plusHours(23));
        story.tell(new LinkRevoked(link(WEEK), "bob"));
        assertThat(story.view().linkEnd(link, "al")).contains(LinkEnd.REVOKED);
        assertThat(story.view().revocations("al")).isNotEqualTo(Revocations.NONE);

        story.pass(Duration.ofHours(2));
        story.tell(new LinkRevoked(link(WEEK), "bob"));
        assertThat(story.view().linkEnd(link, "al")).isEmpty();
        assertThat(story.view().revocations("al")).isEqualTo(Revocations.NONE);
        assertThat(rows(Table.LINK_ISSUERS)).isZero();
    }

    /// Two nodes revoke; long after, one of them does again. Whether the first revocation was forgotten before
    /// that came makes no difference.
    @Test
    void whatNodesRevokedEndsEachByItself() {
        story.tell(new LinksOfIssuerRevoked("al", story.now().plus(WEEK)));
        Recorded mine = story.told().getLast();
        story.pass(WEEK.plusHours(23));
        Recorded theirs = ofOther(new LinksOfIssuerRevoked("al", story.now().plus(WEEK)));
        story.retell(theirs);
        Revocations both = revocations(mine, theirs);
        assertThat(story.view().revocations("al")).isEqualTo(both);

        story.pass(Duration.ofHours(2));
        story.tell(new LinkRevoked(link(WEEK), "bob"));
        assertThat(story.view().revocations("al")).isEqualTo(revocations(theirs));
        assertThat(rows(Table.LINK_ISSUERS)).as("still one row, and its time").isEqualTo(2);
    }

    private static Revocations revocations(Recorded... events) {
        TreeMap<NodeId, Revocations.At> byNode = new TreeMap<>();
        for (Recorded event : events) {
            byNode.put(event.envelope().origin().node(), Revocations.At.of(event));
        }
        return new Revocations(byNode);
    }

    private Recorded ofOther(Event event) {
        Recorded own = Story.recorded(story.told().size() - 1, story.time(), story.now(), event);
        Envelope of = own.envelope();
        return new Recorded(
                new Envelope(
                        of.formatVersion(),
                        of.cluster(),
                        new Origin(new NodeId(77), 3),
                        of.epoch(),
                        of.position(),
                        of.time(),
                        of.wall(),
                        of.durableBefore(),
                        of.provenance(),
                        of.payloadType(),
                        of.payloadVersion(),
                        of.commitment(),
                        of.extensions()),
                event);
    }

    /// Rows that only a snapshot can have: they said where this node learned of the last revocation.
    @Test
    void readsWhatOlderSnapshotsHold() {
        byte[] old =
                Rows.write(
                        2,
                        out -> {
                            out.varint(1).i64(4_000).zigzag(story.now().plus(WEEK).toEpochMilli());
                            StampCodec.write(out, new Stamp(story.time(), Story.ORIGIN));
                        });
        try (ViewChanges changes = store.change()) {
            changes.put(Table.LINK_ISSUERS, LinkRows.issuer("al"), old);
            store.commit(changes, store.cut());
        }
        Revocations known = story.view().revocations("al");
        assertThat(known.revokes(Revocations.NONE)).as("made before").isTrue();
        assertThat(known.revokes(known)).as("made after").isFalse();
        story.tell(new LinksOfIssuerRevoked("al", story.now().plus(WEEK)));
        assertThat(story.view().revocations("al").revokes(known)).as("once more").isTrue();
    }

    @Test
    void forgetsOnlyAFewAtATime() {
        for (int i = 0; i < 40; i++) {
            story.tell(new LinkRevoked(link(WEEK), "al"));
        }
        story.pass(WEEK.plusDays(2));
        int before = rows(Table.LINKS);

        story.tell(new LinkRevoked(link(WEEK), "al"));
        assertThat(rows(Table.LINKS)).isEqualTo(before + 1 - LinkFold.FORGOTTEN_AT_ONCE);
        story.tell(new LinkRevoked(link(WEEK), "al"));
        story.tell(new LinkRevoked(link(WEEK), "al"));
        int newest = 1;
        assertThat(rows(Table.LINKS)).isEqualTo(3 + newest);
    }

    /// Neither the time of the fold nor what it runs on counts.
    @Test
    void givesTheSameRowsWhenFoldedAnew() {
        for (int i = 0; i < 200; i++) {
            story.pass(Duration.ofHours(random.nextInt(30)));
            String issuer = "user-" + random.nextInt(4);
            Instant until = story.now().plus(Duration.ofHours(random.nextInt(200)));
            story.tell(
                    switch (random.nextInt(3)) {
                        case 0 -> new LinkRevoked(LinkId.random(until, random), issuer);
                        case 1 -> new LinkSpent(LinkId.random(until, random), issuer, null);
                        default -> new LinksOfIssuerRevoked(issuer, until);
                    });
        }
        MemoryViewStore again = new MemoryViewStore();
        Story retold = new Story(again);
        story.told().forEach(retold::retell);

        try (ViewSnapshot one = store.snapshot();
                ViewSnapshot other = again.snapshot()) {
            assertThat(ViewDigest.of(other)).isEqualTo(ViewDigest.of(one));
        }
        assertThat(rows(Table.LINKS)).isLessThan(60);
    }
}
