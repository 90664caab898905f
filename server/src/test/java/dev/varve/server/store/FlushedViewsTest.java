package dev.varve.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.log.Position;
import dev.varve.server.store.VarveConfig.ViewSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlushedViewsTest {
    @TempDir private Path data;

    @Test
    void auditViewHoldsTheJournalNoLongerThanTheObjectViewDoes() throws InterruptedException {
        ViewSettings often = new ViewSettings(8 << 20, 8 << 20, Duration.ofMillis(50));
        try (Varve varve = Varve.open(VarveConfig.at(data).space(0, 0).view(often))) {
            varve.store().buckets().create(new BucketName("bucket")).orThrow();
            Position newest = varve.position();
            Instant end = Instant.now().plusSeconds(20);
            while (needs(varve).filter(newest::isAfter).isPresent()
                    || needs(varve).filter(newest::equals).isPresent()) {
                assertThat(Instant.now()).as("still needs %s", needs(varve)).isBefore(end);
                Thread.sleep(10);
            }
        }
    }

    private static Optional<Position> needs(Varve varve) {
        return varve.consumers().find("audit").orElseThrow().needs();
    }
}
