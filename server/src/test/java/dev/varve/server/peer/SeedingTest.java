package dev.varve.server.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.Bytes;
import dev.varve.log.ClusterId;
import dev.varve.log.Cut;
import dev.varve.log.Hash256;
import dev.varve.log.HybridTime;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.seal.Ed25519Signer;
import dev.varve.projections.objects.Peer;
import dev.varve.projections.snapshot.SnapshotHeader;
import dev.varve.replication.ship.ChainEnd;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What a new node makes of what a member says of its own journal.
class SeedingTest {
    private static final NodeId NODE = new NodeId(5);
    private static final Origin FIRST = new Origin(NODE, 1);
    private static final Origin SECOND = new Origin(NODE, 2);
    private static final Hash256 ROOT = Hash256.of(Bytes.hex("5e".repeat(32)).toArray());
    private static final HybridTime TIME = new HybridTime(1234);

    private final Ed25519Signer signer = Ed25519Signer.of(9, Ed25519Signer.generate());

    private Optional<Bytes> key(int id) {
        return id == 9 ? Optional.of(signer.publicKey()) : Optional.empty();
    }

    private List<Peer> reached(SnapshotHeader header, ChainEnd said) {
        return Seeding.reached(header, said, this::key);
    }

    private ChainEnd end(long position) {
        return new ChainEnd(new Position(position), ROOT, TIME, 9, signer.signFrame(ROOT));
    }

    private SnapshotHeader header(Origin origin, Cut cut) {
        return new SnapshotHeader(
                new ClusterId(new UUID(1, 2)),
                origin,
                cut,
                Hash256.ZERO,
                Optional.empty(),
                Instant.EPOCH,
                "test",
                9,
                signer.publicKey());
    }

    @Test
    void knowsTheMembersJournalAsFarAsTheSnapshotHasIt() {
        SnapshotHeader header =
                header(SECOND, Cut.of(FIRST, new Position(40)).with(SECOND, new Position(90)));
        assertThat(reached(header, end(90)))
                .containsExactly(
                        new Peer(FIRST, new Position(40), Hash256.ZERO, HybridTime.ZERO),
                        new Peer(SECOND, new Position(90), ROOT, TIME));
    }

    @Test
    void knowsNothingOfAJournalThatTheSnapshotHasNothingOf() {
        SnapshotHeader header = header(FIRST, Cut.of(FIRST, Position.NONE));
        assertThat(reached(header, end(-1))).isEqualTo(List.of());
    }

    @Test
    void refusesTheSnapshotOfAnotherPosition() {
        SnapshotHeader header = header(FIRST, Cut.of(FIRST, new Position(40)));
        assertThatThrownBy(() -> reached(header, end(41)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is of event 40, not 41");
    }

    @Test
    void refusesAnEndThatTheMemberDidNotSign() {
        SnapshotHeader header = header(FIRST, Cut.of(FIRST, new Position(40)));
        ChainEnd other =
                new ChainEnd(new Position(40), Hash256.ZERO, TIME, 9, signer.signFrame(ROOT));
        ChainEnd unknown = new ChainEnd(new Position(40), ROOT, TIME, 8, signer.signFrame(ROOT));
        for (ChainEnd wrong : List.of(other, unknown)) {
            assertThatThrownBy(() -> reached(header, wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("not signed");
        }
    }

    @Test
    void refusesASnapshotWhoseNewestIncarnationIsNotAtItsEnd() {
        SnapshotHeader header =
                header(SECOND, Cut.of(FIRST, new Position(90)).with(SECOND, new Position(40)));
        assertThatThrownBy(() -> reached(header, end(90)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("incarnation");
    }

    @Test
    void anOfferIsWhatItWas() throws IOException {
        ChainEnd end = new ChainEnd(new Position(0x0a0b), ROOT, TIME, 300, Bytes.hex("0c0d0e"));
        SeedOffer offer =
                new SeedOffer(
                        new Position(0x0102),
                        true,
                        Optional.of(new SeedOffer.Snapshot(0x030405, end)));
        byte[] golden;
        try (InputStream in = SeedingTest.class.getResourceAsStream("/golden/seed-offer.v1")) {
            golden = in == null ? new byte[0] : in.readAllBytes();
        }
        assertThat(HexFormat.of().formatHex(offer.bytes().toArray()))
                .isEqualTo(HexFormat.of().formatHex(golden));
        assertThat(SeedOffer.read(golden)).isEqualTo(offer);
    }

    @Test
    void anOfferIsReadAsItWasWritten() {
        SeedOffer with =
                new SeedOffer(
                        new Position(12), true, Optional.of(new SeedOffer.Snapshot(99, end(90))));
        SeedOffer without = new SeedOffer(Position.FIRST, false, Optional.empty());
        for (SeedOffer offer : List.of(with, without)) {
            assertThat(SeedOffer.read(offer.bytes().toArray())).isEqualTo(offer);
        }
        byte[] later = without.bytes().toArray();
        later[0] = 2;
        assertThatThrownBy(() -> SeedOffer.read(later))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("version 2");
    }
}
