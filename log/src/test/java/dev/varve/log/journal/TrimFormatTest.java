package dev.varve.log.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.varve.log.Bytes;
import dev.varve.log.Hash256;
import dev.varve.log.Position;
import dev.varve.log.disk.LocalDisk;
import dev.varve.log.seal.CheckpointVerifier;
import dev.varve.log.seal.Journals;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The bytes of what a trim leaves, as released. Files are only ever added.
class TrimFormatTest {
    @TempDir Path directory;

    @Test
    void aTrimPointIsWhatItWas() throws IOException {
        TrimPoint point =
                new TrimPoint(
                        17, new Position(1_000_000), new Hash256(1, 2, 3, 4), 4711, 0, Bytes.EMPTY);
        TrimPoint signed = point.signed(7, Journals.SIGNER.signTrim(point.text()));
        TrimFile file = new TrimFile(directory);
        file.write(signed, new LocalDisk());
        byte[] now = Files.readAllBytes(directory.resolve(TrimFile.FILE));
        byte[] golden = golden("trimmed.v1", now);
        assertThat(now).isEqualTo(golden);
        Files.write(directory.resolve(TrimFile.FILE), golden);
        assertThat(file.read()).isEqualTo(signed);
        Bytes key = Journals.KEYS.publicKey();
        assertThat(CheckpointVerifier.verifyTrim(key, point.text(), signed.signature())).isTrue();
    }

    @Test
    void keptRecordsAreWhatTheyWere() throws IOException {
        byte[] record = golden("record.v1", new byte[0]);
        KeptRecords kept = new KeptRecords(directory);
        long length = kept.append(0, List.of(record), new LocalDisk());
        length = kept.append(length, List.of(record), new LocalDisk());
        byte[] now = Files.readAllBytes(kept.file());
        byte[] golden = golden("checkpoints.v1", now);
        assertThat(now).isEqualTo(golden).hasSize((int) length);
        Files.write(kept.file(), golden);
        List<byte[]> read = new ArrayList<>();
        kept.read(length, (each, _) -> read.add(each.toArray()));
        assertThat(read).hasSize(2).allSatisfy(each -> assertThat(each).isEqualTo(record));
    }

    private static byte[] golden(String name, byte[] now) throws IOException {
        try (InputStream in = TrimFormatTest.class.getResourceAsStream("/golden/" + name)) {
            if (in != null) {
                return in.readAllBytes();
            }
        }
        Path candidate = Files.createDirectories(Path.of("target", "golden")).resolve(name);
        Files.write(candidate, now);
        return fail("no golden file " + name + ": if this form is new, add " + candidate);
    }
}
