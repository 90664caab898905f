package dev.varve.tools.crash;

import dev.varve.tools.s3.Endpoint;
import dev.varve.tools.s3.S3Client;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/// One client of one node: asks for one thing after the other, whatever becomes of the node.
final class ClusterClient implements Runnable {
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(20);
    private static final int LONGEST_REST_MILLIS = 80;

    private final ClusterNode node;
    private final ClusterWriter writer;
    private final SplittableRandom random;
    private final BooleanSupplier goesOn;

    ClusterClient(
            ClusterNode node,
            ClusterWriter writer,
            SplittableRandom random,
            BooleanSupplier goesOn) {
        this.node = node;
        this.writer = writer;
        this.random = random;
        this.goesOn = goesOn;
    }

    @Override
    public void run() {
        try {
            while (goesOn.getAsBoolean()) {
                Optional<Endpoint> at = node.endpoint();
                if (at.isPresent()) {
                    askUntilItFails(at.get());
                }
                Thread.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void askUntilItFails(Endpoint at) throws InterruptedException {
        try (S3Client s3 = new S3Client(at, ANSWERS_WITHIN)) {
            while (goesOn.getAsBoolean() && writer.write(s3)) {
                Thread.sleep(random.nextInt(1, LONGEST_REST_MILLIS));
            }
        }
    }
}
