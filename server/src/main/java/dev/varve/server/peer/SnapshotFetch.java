package dev.varve.server.peer;

import dev.varve.replication.Bandwidth;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fetches one snapshot of a member into a file. Goes on where it was cut.
final class SnapshotFetch {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotFetch.class);

    /// How often in a row nothing may come: the member may be restarted meanwhile.
    static final int TRIES = 60;

    private static final int BUFFER = 64 << 10;

    private final PeerClient member;
    private final Bandwidth bandwidth;
    private final Duration rest;
    private long at;

    /// @param rest after a try by which nothing came
    SnapshotFetch(PeerClient member, Bandwidth bandwidth, Duration rest) {
        this.member = member;
        this.bandwidth = bandwidth;
        this.rest = rest;
    }

    /// @throws PeerRefusal when the member has it no more
    void into(Path file, SeedOffer.Snapshot snapshot) throws IOException {
        Files.deleteIfExists(file);
        at = 0;
        int failures = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            while (at < snapshot.bytes()) {
                long before = at;
                try (InputStream in = member.snapshot(snapshot.position(), at)) {
                    copy(in, out, snapshot.bytes());
                } catch (PeerRefusal e) {
                    throw e;
                } catch (IOException e) {
                    failures = at > before ? 0 : failures + 1;
                    LOG.info("a snapshot was cut at byte {}: {}", at, e.getMessage());
                    if (failures == TRIES) {
                        throw e;
                    }
                    rest();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void copy(InputStream in, OutputStream out, long end)
            throws IOException, InterruptedException {
        byte[] buffer = new byte[BUFFER];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            if (read > end - at) {
                throw new IllegalArgumentException("the snapshot is longer than was said");
            }
            bandwidth.spend(read);
            out.write(buffer, 0, read);
            at += read;
        }
        if (at < end) {
            throw new IOException("it ended early");
        }
    }

    private void rest() throws InterruptedException {
        Thread.sleep(rest);
    }
}
