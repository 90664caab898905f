package dev.varve.log.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.Bytes;
import dev.varve.log.Envelope;
import dev.varve.log.Envelope.Extension;
import dev.varve.log.Event;
import dev.varve.log.Hash256;
import dev.varve.log.HybridTime;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.log.StoreException;
import dev.varve.log.seal.Journals;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordViewTest {
    private static final byte[] NONCE = new byte[RecordFormat.NONCE_BYTES];
    private static final Event EVENT = EventSamples.of(EventType.OBJECT_PUT);

    private static byte[] record(int format, int type, int version, Extension... extensions) {
        ByteWriter payload = new ByteWriter();
        EventEncoder.write(payload, EVENT);
        Envelope envelope =
                new Envelope(
                        format,
                        Journals.IDENTITY.cluster(),
                        Journals.IDENTITY.origin(),
                        0,
                        new Position(12),
                        new HybridTime(99L << 16),
                        Instant.ofEpochMilli(98),
                        new Position(10),
                        Provenance.SYSTEM,
                        type,
                        version,
                        Hash256.ZERO,
                        List.of(extensions));
        return RecordEncoder.record(RecordEncoder.header(envelope), NONCE, payload.toArray());
    }

    private static byte[] sound(Extension... extensions) {
        return record(1, EventType.OBJECT_PUT.number(), 1, extensions);
    }

    @Test
    void refusesEveryFlippedBit() {
        byte[] record = sound();
        for (int bit = 0; bit < record.length * 8; bit++) {
            byte[] damaged = record.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> RecordView.of(damaged, 0, damaged.length))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void refusesEveryTruncation() {
        byte[] record = sound();
        for (int length = 0; length < record.length; length++) {
            byte[] cut = Arrays.copyOf(record, length);
            assertThatThrownBy(() -> RecordView.at(cut, 0))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void refusesARecordThatDoesNotFillItsFrame() {
        byte[] longer = Arrays.copyOf(sound(), sound().length + 1);
        assertThatThrownBy(() -> RecordView.of(longer, 0, longer.length))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(RecordView.at(longer, 0).recorded().event()).isEqualTo(EVENT);
    }

    @Test
    void keepsExtensionsItDoesNotKnow() {
        Extension extension = new Extension(4000, false, Bytes.hex("abcdef"));
        byte[] record = sound(extension);
        assertThat(RecordView.at(record, 0).envelope().extensions()).containsExactly(extension);
    }

    @Test
    void stopsAtWhatANewerReleaseWrote() {
        Extension critical = new Extension(4000, true, Bytes.EMPTY);
        assertThatThrownBy(() -> RecordView.at(sound(critical), 0).envelope())
                .isInstanceOf(StoreException.FromTheFuture.class);
        assertThatThrownBy(() -> RecordView.at(record(2, 16, 1), 0).envelope())
                .isInstanceOf(StoreException.FromTheFuture.class);
        assertThatThrownBy(() -> RecordView.at(record(1, 16, 2), 0).recorded())
                .isInstanceOf(StoreException.FromTheFuture.class);
        assertThatThrownBy(() -> RecordView.at(record(1, 90, 1), 0).recorded())
                .isInstanceOf(StoreException.FromTheFuture.class);
    }

    @Test
    void aSmallPutTakesAboutThreeHundredBytes() {
        assertThat(sound().length).isLessThan(300);
    }
}
