package dev.varve.log.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.Event;
import dev.varve.log.Hash256;
import dev.varve.log.Journal;
import dev.varve.log.JournalCursor;
import dev.varve.log.JournalWriter;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.codec.Extensions;
import dev.varve.log.codec.RecordEncoder;
import dev.varve.log.codec.RecordView;
import dev.varve.log.seal.Chain;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every journal also keeps for those who pass its records on: the bytes, and places where the
/// chain is stated.
public abstract class JournalRecordsContract extends JournalContract {
    @Test
    void givesRecordsAsTheyAreKept() {
        Journal journal = opened();
        JournalWriter writer = journal.claim();
        for (int n = 0; n < 60; n += 4) {
            append(writer, n, n + 4);
        }
        List<Recorded> all = readAll(journal);
        Hash256 chain = Chain.GENESIS;
        Chain hasher = new Chain();
        try (JournalCursor cursor = journal.read(Position.FIRST)) {
            for (Recorded each : all) {
                RecordView record = view(cursor.nextRecord());
                assertThat(record.recorded()).isEqualTo(each);
                assertThat(cursor.position()).isEqualTo(each.position().next());
                assertThat(Extensions.chainBefore(each.envelope()).orElse(chain)).isEqualTo(chain);
                chain = hasher.next(chain, record.header());
            }
            assertThat(cursor.nextRecord()).isNull();
            append(writer, 60, 61);
            assertThat(view(cursor.nextRecord()).recorded().event()).isEqualTo(event(60));
        }
    }

    @Test
    void saysHowManyBytesTheRecordOfTheLastEventHas() {
        Journal journal = opened();
        append(journal.claim(), 0, 9);
        try (JournalCursor events = journal.read(Position.FIRST);
                JournalCursor records = journal.read(Position.FIRST)) {
            while (events.next() != null) {
                byte[] record = Objects.requireNonNull(records.nextRecord());
                assertThat(events.bytes()).isEqualTo(record.length);
            }
            assertThat(records.nextRecord()).isNull();
        }
    }

    private static RecordView view(byte @Nullable [] record) {
        byte[] bytes = Objects.requireNonNull(record);
        return RecordView.of(bytes, 0, bytes.length);
    }

    @Test
    void statesTheChainWhereAClaimBeginsAndWhereATrimmedJournalDoes() {
        append(opened().claim(), 0, 5);
        Journal journal = opened();
        Position last = fill(journal);
        List<Recorded> all = readAll(journal);
        Map<Position, Hash256> chains = chains(all);
        for (Recorded each : all) {
            Optional<Hash256> stated = Extensions.chainBefore(each.envelope());
            stated.ifPresent(it -> assertThat(it).isEqualTo(chains.get(each.position())));
            assertThat(stated.isPresent() || !(each.event() instanceof Event.Started)).isTrue();
        }
        journal.truncateBefore(last, upTo(last.value()));
        Recorded oldest = readAll(journal, journal.oldest()).getFirst();
        assertThat(oldest.position()).isGreaterThan(Position.FIRST);
        assertThat(Extensions.chainBefore(oldest.envelope()))
                .contains(Objects.requireNonNull(chains.get(oldest.position())));
    }

    /// The chain before each event.
    private static Map<Position, Hash256> chains(List<Recorded> all) {
        Chain hasher = new Chain();
        Map<Position, Hash256> chains = new TreeMap<>();
        Hash256 chain = Chain.GENESIS;
        for (Recorded each : all) {
            chains.put(each.position(), chain);
            chain = hasher.next(chain, RecordEncoder.header(each.envelope()));
        }
        return chains;
    }
}
