package dev.varve.projections.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketId;
import dev.varve.log.Cut;
import dev.varve.log.Event;
import dev.varve.log.Hash256;
import dev.varve.log.HybridTime;
import dev.varve.log.NodeId;
import dev.varve.log.NotificationRule;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.Stamp;
import dev.varve.log.WebhookFilter;
import dev.varve.log.WebhookName;
import dev.varve.log.WebhookSettings;
import dev.varve.projections.RowCursor;
import dev.varve.projections.Table;
import dev.varve.projections.ViewChanges;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.memory.MemoryViewStore;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What of the rows of another node's view a new one takes over as it is, and what not.
class SeedRowsTest {
    private static final Origin SOURCE = new Origin(new NodeId(7), 2);
    private static final Origin THIRD = new Origin(new NodeId(8), 1);
    private static final Origin SELF = new Origin(new NodeId(9), 1);
    private static final Cut BEGIN = Cut.of(SELF, Position.NONE);
    private static final Stamp SET = new Stamp(new HybridTime(5), SOURCE);
    private static final Peer OTHER =
            new Peer(THIRD, new Position(40), Hash256.ZERO, new HybridTime(1));
    private static final Peer ITSELF =
            new Peer(SOURCE, new Position(900), new Hash256(1, 2, 3, 4), new HybridTime(77));

    private final MemoryViewStore store = new MemoryViewStore();

    private void put(Table table, byte[] key, byte[] value) {
        try (ViewChanges changes = store.change()) {
            changes.put(table, key, value);
            store.commit(changes, Cut.of(SOURCE, new Position(900)));
        }
    }

    private ObjectView adopted() {
        SeedRows.adopt(store, SOURCE.node(), List.of(ITSELF), BEGIN);
        assertThat(store.cut()).isEqualTo(BEGIN);
        assertThat(store.flushedCut()).isEqualTo(BEGIN);
        return new ObjectView(store.snapshot());
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
    void followsTheOtherNodeToo() {
        put(Table.PEERS, ClusterRows.key(THIRD), ClusterRows.bytes(OTHER));
        assertThat(adopted().peers()).containsExactly(ITSELF, OTHER);
    }

    @Test
    void knowsWhatTheOtherNodeHadFolded() {
        put(Table.PEERS, ClusterRows.key(THIRD), ClusterRows.bytes(OTHER));
        put(Table.SEEN, ClusterRows.key(THIRD.node(), SOURCE), ClusterRows.bytes(new Position(3)));
        assertThat(adopted().seen())
                .containsExactly(
                        new Seen(SOURCE.node(), THIRD, new Position(40)),
                        new Seen(THIRD.node(), SOURCE, new Position(3)));
    }

    /// More than there are on one page.
    @Test
    void hasNoBytesThatWaitToBeFreed() {
        try (ViewChanges changes = store.change()) {
            for (int i = 0; i < 2_500; i++) {
                byte[] key = ByteBuffer.allocate(4).putInt(i).array();
                changes.put(Table.ORPHANS, key, new byte[] {1});
            }
            changes.put(Table.KEPT, new byte[] {3, 1}, new byte[] {1});
            store.commit(changes, Cut.of(SOURCE, new Position(900)));
        }
        adopted();
        assertThat(rows(Table.ORPHANS)).isZero();
        assertThat(rows(Table.KEPT)).as("late events may need it here too").isEqualTo(1);
    }

    private static Webhook webhook(String name, long since) {
        return new Webhook(
                new WebhookName(name),
                new WebhookSettings(
                        null,
                        "https://example.com/",
                        WebhookFilter.EVERYTHING,
                        WebhookSettings.Format.S3,
                        WebhookSettings.Limits.DEFAULT,
                        true,
                        ""),
                List.of(),
                new Position(since),
                Instant.EPOCH,
                "me");
    }

    @Test
    void webhooksAreToldOfAllThatItDoesAndAreToldApart() {
        for (String name : List.of("one", "two")) {
            Webhook webhook = webhook(name, name.equals("one") ? 300 : 500);
            put(Table.WEBHOOKS, WebhookRows.key(webhook.name()), WebhookRows.bytes(webhook, SET));
            assertThat(webhook.mark()).isEqualTo(webhook.since());
        }
        put(Table.WEBHOOKS, WebhookRows.COUNT, WebhookRows.count(2));
        Hash256 shared = SharedDigest.of(store.snapshot());
        ObjectView view = adopted();
        Set<Position> marks = new HashSet<>();
        for (String name : List.of("one", "two")) {
            Webhook webhook = view.webhook(new WebhookName(name)).orElseThrow();
            assertThat(webhook).isEqualTo(webhook(name, -1));
            assertThat(webhook.mark()).isGreaterThan(new Position(1L << 61));
            marks.add(webhook.mark());
        }
        assertThat(marks).hasSize(2);
        assertThat(SharedDigest.of(store.snapshot())).isEqualTo(shared);
    }

    @Test
    void rulesHoldFromTheFirstEventOnAndThoseThatEndedAreGone() {
        NotificationRule rule =
                new NotificationRule(
                        "a",
                        NotificationRule.Kind.QUEUE,
                        new WebhookName("one"),
                        WebhookFilter.EVERYTHING);
        BucketId some = new BucketId(1);
        BucketId ended = new BucketId(2);
        BucketRule inForce = new BucketRule(rule, new Position(80), Position.NONE);
        BucketRule over = new BucketRule(rule, new Position(20), new Position(80));
        put(
                Table.NOTIFICATIONS,
                WebhookRows.rules(some),
                WebhookRows.bytes(List.of(inForce, over)));
        put(Table.NOTIFICATIONS, WebhookRows.rules(ended), WebhookRows.bytes(List.of(over)));
        ObjectView view = adopted();
        assertThat(view.rules(some))
                .containsExactly(new BucketRule(rule, Position.NONE, Position.NONE));
        assertThat(view.rules(ended)).isEmpty();
    }

    @Test
    void whatRevokedLinksThereRevokesThemHere() {
        Revocations there = revocations(new Revocations.At(2, new Position(850)));
        revoke(there);
        assertThat(adopted().revocations("al")).isEqualTo(there);
    }

    @Test
    void aRevocationHereComesBesideThoseOfOtherJournals() {
        Revocations there = revocations(new Revocations.At(3, new Position(4_000)));
        revoke(there);
        Story story = new Story(store);
        story.tell(new Event.LinksOfIssuerRevoked("al", Story.BEGIN.plusSeconds(500)));
        Revocations now = story.view().revocations("al");
        assertThat(now.byNode()).containsAllEntriesOf(there.byNode()).hasSize(2);
        assertThat(now.revokes(there)).isTrue();
        assertThat(now.revokes(now)).isFalse();
    }

    private static Revocations revocations(Revocations.At at) {
        return new Revocations(new TreeMap<>(Map.of(SOURCE.node(), at)));
    }

    private void revoke(Revocations revocations) {
        Instant until = Story.BEGIN.plusSeconds(900);
        TreeMap<NodeId, LinkRows.Revoked> byNode = new TreeMap<>();
        revocations
                .byNode()
                .forEach((node, at) -> byNode.put(node, new LinkRows.Revoked(at, until)));
        LinkRows.Issuer row = new LinkRows.Issuer(byNode);
        put(Table.LINK_ISSUERS, LinkRows.issuer("al"), LinkRows.bytes(row));
    }
}
