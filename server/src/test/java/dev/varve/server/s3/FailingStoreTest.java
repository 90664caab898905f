package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.disk.FaultyDisk;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What clients are told when the disk under the store fails.
class FailingStoreTest {
    @TempDir Path directory;

    @Test
    void tellsThatAnOutcomeIsUnknownAndTakesNoWritesAfterwards() {
        FaultyDisk disk = new FaultyDisk();
        try (HandlerKit kit = HandlerKit.open(directory, disk)) {
            kit.bucket("bucket").put("bucket", "before");
            disk.failForce(file -> file.startsWith(directory.resolve("journal")), 1);
            Told unknown = kit.send("PUT", "/fresh").refused(503, "ServiceUnavailable");
            assertThat(unknown.one("Message")).contains("not known");
            disk.heal();
            kit.send("PUT", "/fresh").refused(503, "ServiceUnavailable");
            kit.send("DELETE", "/bucket/before").refused(503, "ServiceUnavailable");
            assertThat(kit.send("HEAD", "/bucket").status()).isEqualTo(200);
            assertThat(kit.get("/bucket/before").is(200).body()).isEqualTo("before");
            assertThat(kit.get("/bucket").all("Contents/Key")).containsExactly("before");
        }
    }
}
