package dev.varve.replication.ship;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BlobId;
import dev.varve.log.Content;
import dev.varve.log.ETag;
import dev.varve.log.Event;
import dev.varve.log.Hash256;
import dev.varve.log.LinkId;
import dev.varve.log.ObjectState;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.codec.EventSamples;
import dev.varve.log.codec.EventType;
import dev.varve.replication.Node;
import dev.varve.replication.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NamedBlobsTest {
    private static BlobId blob(int n) {
        return new BlobId(BlobId.Algorithm.SHA_256, 0, new Hash256(n, 0, 0, 0));
    }

    @Test
    void findsThoseOfEveryEventThatHasContent() {
        Set<EventType> naming =
                EventSamples.all().entrySet().stream()
                        .filter(each -> each.getKey() != EventType.EVENTS_IMPORTED)
                        .filter(each -> !NamedBlobs.of(each.getValue()).isEmpty())
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet());
        assertThat(naming)
                .contains(
                        EventType.OBJECT_PUT,
                        EventType.OBJECT_COPIED,
                        EventType.PART_PUT,
                        EventType.PARTS_MERGED,
                        EventType.UPLOAD_COMPLETED)
                .doesNotContain(
                        EventType.STARTED, EventType.BUCKET_CREATED, EventType.OBJECT_DELETED);
    }

    @Test
    void letsTheManifestTravelAndNotWhatItNames() {
        Content content = new Content.Manifested(blob(1), 1000, 65, List.of(blob(2), blob(3)));
        Event event = put(content);
        assertThat(NamedBlobs.of(event)).containsExactly(blob(1), blob(2), blob(3));
        assertThat(NamedBlobs.beside(event)).containsExactly(blob(1));
    }

    private static Event.ObjectPut put(Content content) {
        ObjectState state =
                new ObjectState(
                        content,
                        new ETag("e"),
                        List.of(),
                        0,
                        List.of(),
                        ObjectState.Attributes.NONE);
        return new Event.ObjectPut(EventSamples.BUCKET, EventSamples.KEY, true, state);
    }

    @Test
    void looksIntoTransactionsAndSpentLinksAndImports() throws InterruptedException {
        TestClock clock = new TestClock();
        Node node = new Node(1, clock, 1);
        BlobId blob = node.blob("something");
        Event.ObjectEvent put = (Event.ObjectEvent) node.event(blob);
        assertThat(NamedBlobs.of(new Event.TransactionCommitted(List.of(put))))
                .containsExactly(blob);
        Event spent = new Event.LinkSpent(new LinkId(1, 2), "someone", put);
        assertThat(NamedBlobs.of(spent)).containsExactly(blob);
        assertThat(NamedBlobs.of(new Event.LinkSpent(new LinkId(1, 2), "s", null))).isEmpty();
        Recorded recorded = node.add(put);
        try (Shipment shipment = node.source.ship(Request.fromTheStart(node.id), BlobWish.NONE)) {
            shipment.next(Duration.ZERO);
            Message.FrameMessage frame = (Message.FrameMessage) shipment.next(Duration.ZERO);
            Event imported =
                    new Event.EventsImported(
                            node.origin(),
                            new Position(0),
                            recorded.position(),
                            recorded.envelope().time(),
                            frame.frame());
            assertThat(NamedBlobs.of(imported)).containsExactly(blob);
        }
    }
}
