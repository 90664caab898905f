package dev.varve.server.peer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/// A stream that is cut where the other end says nothing for too long while it is read.
final class Attended extends FilterInputStream {
    private final Thread watch;
    private final long patience;
    private volatile long since;

    Attended(InputStream in, Duration patience) {
        super(in);
        this.patience = patience.toMillis();
        this.watch = Thread.ofVirtual().name("varve-attend").start(this::watch);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        since = System.nanoTime() | 1;
        try {
            return super.read(into, offset, length);
        } finally {
            since = 0;
        }
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(Math.max(1, patience / 4));
                long begun = since;
                if (begun != 0 && System.nanoTime() - begun > patience * 1_000_000) {
                    super.close();
                    return;
                }
            }
        } catch (InterruptedException | IOException e) {
            return; // closed by who reads, or as good as
        }
    }

    @Override
    public void close() throws IOException {
        watch.interrupt();
        super.close();
    }
}
