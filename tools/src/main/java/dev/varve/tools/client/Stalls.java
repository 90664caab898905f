package dev.varve.tools.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// Ends reading where nothing comes any more, which the JDK's client never does by itself.
final class Stalls implements AutoCloseable {
    private final Duration longest;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon(true).name("varve-stalls").factory());

    Stalls(Duration longest) {
        this.longest = longest;
    }

    InputStream watch(InputStream in) {
        return new Watched(in);
    }

    private final class Watched extends FilterInputStream {
        private final ScheduledFuture<?> checks;
        private volatile long moved = System.nanoTime();
        private volatile boolean stalled;

        Watched(InputStream in) {
            super(in);
            long every = Math.max(longest.toMillis() / 4, 1);
            checks = timer.scheduleWithFixedDelay(this::check, every, every, TimeUnit.MILLISECONDS);
        }

        private void check() {
            if (System.nanoTime() - moved > longest.toNanos()) {
                stalled = true;
                try {
                    close();
                } catch (IOException e) {
                    checks.cancel(false); // it was to be closed, and who reads is told
                }
            }
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                moved = System.nanoTime();
                int got = in.read(bytes, offset, length);
                moved = System.nanoTime();
                if (got >= 0 || !stalled) {
                    return got;
                }
            } catch (IOException e) {
                if (!stalled) {
                    throw e;
                }
            }
            throw new IOException("nothing came for " + longest.toSeconds() + " seconds");
        }

        @Override
        public void close() throws IOException {
            checks.cancel(false);
            in.close();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
