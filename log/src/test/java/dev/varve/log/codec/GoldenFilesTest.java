package dev.varve.log.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.varve.log.Actor;
import dev.varve.log.Bytes;
import dev.varve.log.Envelope;
import dev.varve.log.Envelope.Extension;
import dev.varve.log.Event;
import dev.varve.log.HybridTime;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.log.Recorded;
import dev.varve.log.seal.Chain;
import dev.varve.log.seal.Journals;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The bytes of every payload version and of a record, as released. Files are only ever added.
class GoldenFilesTest {
    private static final byte[] NONCE = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

    @ParameterizedTest
    @EnumSource(EventType.class)
    void payloadsAreWhatTheyWere(EventType type) throws IOException {
        Event event = EventSamples.of(type);
        ByteWriter out = new ByteWriter();
        EventEncoder.write(out, event);
        String name =
                type.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".v" + type.version();
        byte[] golden = golden(name, out.toArray());
        assertThat(out.toArray()).isEqualTo(golden);
        assertThat(EventDecoder.read(type.number(), type.version(), new ByteReader(golden)))
                .isEqualTo(event);
    }

    @Test
    void payloadsOfEarlierVersionsAreStillRead() throws IOException {
        for (int version = 1; version <= 2; version++) {
            assertThat(decode(EventType.BUCKET_CREATED, version, "bucket-created"))
                    .isEqualTo(EventSamples.earlierBucketCreated(version));
            assertThat(
                            decode(
                                    EventType.BUCKET_SETTINGS_CHANGED,
                                    version,
                                    "bucket-settings-changed"))
                    .isEqualTo(EventSamples.of(EventType.BUCKET_SETTINGS_CHANGED));
        }
    }

    private static Event decode(EventType type, int version, String name) throws IOException {
        byte[] golden = golden(name + ".v" + version, new byte[0]);
        return EventDecoder.read(type.number(), version, new ByteReader(golden));
    }

    @Test
    void recordsAreWhatTheyWere() throws IOException {
        Recorded recorded = recorded();
        byte[] payload = payload(recorded.event());
        byte[] record =
                RecordEncoder.record(RecordEncoder.header(recorded.envelope()), NONCE, payload);
        byte[] golden = golden("record.v1", record);
        assertThat(record).isEqualTo(golden);
        RecordView view = RecordView.of(golden, 0, golden.length);
        assertThat(view.recorded()).isEqualTo(recorded);
        assertThat(view.position()).isEqualTo(recorded.position());
        assertThat(view.nonce()).isEqualTo(NONCE);
        assertThat(new Chain().commitment(NONCE, view.payload()))
                .isEqualTo(recorded.envelope().commitment());
    }

    @Test
    void theChainBeginsWhereItBegan() {
        assertThat(Chain.GENESIS)
                .hasToString("de690ac6dfc8b5389c805a0219bfaed2dc609e9fa4d6f26a866ef6c60d04ab12");
    }

    private static Recorded recorded() {
        Event event = EventSamples.of(EventType.OBJECT_PUT);
        HybridTime time = HybridTime.startOf(Instant.parse("2026-05-01T10:00:00.123Z"));
        Envelope envelope =
                new Envelope(
                        RecordFormat.FORMAT_VERSION,
                        Journals.IDENTITY.cluster(),
                        Journals.IDENTITY.origin(),
                        3,
                        new Position(1_000_000),
                        time,
                        Instant.parse("2026-05-01T09:59:59.999Z"),
                        new Position(999_800),
                        new Provenance(
                                new Actor("AKIAEXAMPLE"),
                                Provenance.Surface.S3,
                                "192.0.2.7",
                                "4442587FB7D0A2F9"),
                        EventType.OBJECT_PUT.number(),
                        EventType.OBJECT_PUT.version(),
                        new Chain().commitment(NONCE, payload(event)),
                        List.of(
                                Extensions.chainBefore(Chain.GENESIS),
                                new Extension(77, false, Bytes.hex("c0ffee"))));
        return new Recorded(envelope, event);
    }

    private static byte[] payload(Event event) {
        ByteWriter out = new ByteWriter();
        EventEncoder.write(out, event);
        return out.toArray();
    }

    private static byte[] golden(String name, byte[] now) throws IOException {
        try (InputStream in = GoldenFilesTest.class.getResourceAsStream("/golden/" + name)) {
            if (in != null) {
                return in.readAllBytes();
            }
        }
        Path candidate = Files.createDirectories(Path.of("target", "golden")).resolve(name);
        Files.write(candidate, now);
        return fail(
                "no golden file "
                        + name
                        + ": if this form is new, add "
                        + candidate
                        + " to src/test/resources/golden");
    }
}
