package dev.varve.tools.bench;

import dev.varve.log.ObjectKey;
import dev.varve.server.store.Body;
import dev.varve.server.store.ObjectBody;
import dev.varve.server.store.PutRequest;
import dev.varve.server.store.ReadRequest;
import dev.varve.server.store.Varve;
import dev.varve.server.store.VarveConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

/// Streams an object of 10 GiB in and out. Run it with `VARVE_JAVA_OPTS=-Xmx128m`.
final class BigObject implements Benchmark.Measurement {
    private static final long BYTES = 10L << 30;
    private static final int CHUNK = 1 << 20;

    @Override
    public void run(Path directory, Result result) {
        ObjectKey key = ObjectKey.of("big.bin");
        try (Varve varve = Varve.open(VarveConfig.at(directory))) {
            varve.store().buckets().create(Load.BUCKET).orThrow();
            long begun = System.nanoTime();
            Body body = Body.of(new Endless(BYTES), BYTES);
            varve.store().put(PutRequest.of(Load.BUCKET, key, body)).orThrow();
            long between = System.nanoTime();
            compare(varve, key);
            long end = System.nanoTime();
            result.figure("bytes", BYTES);
            result.figure("heapLimitMiB", Runtime.getRuntime().maxMemory() >> 20);
            result.figure("inMiBPerSecond", (BYTES >> 20) * 1e9 / (between - begun));
            result.figure("outMiBPerSecond", (BYTES >> 20) * 1e9 / (end - between));
            result.figure("loadAverage", Machine.load());
        }
    }

    private static void compare(Varve varve, ObjectKey key) {
        byte[] wanted = new byte[CHUNK];
        byte[] read = new byte[CHUNK];
        try (ObjectBody found = varve.store().get(ReadRequest.of(Load.BUCKET, key)).orThrow();
                InputStream expected = new Endless(BYTES)) {
            for (long at = 0; at < BYTES; at += CHUNK) {
                int more = found.bytes().readNBytes(read, 0, CHUNK);
                int length = expected.readNBytes(wanted, 0, CHUNK);
                if (!Arrays.equals(read, 0, more, wanted, 0, length)) {
                    throw new IllegalStateException("wrong bytes after " + at);
                }
            }
            if (found.bytes().read() >= 0) {
                throw new IllegalStateException("more bytes than were put");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Random bytes that do not compress, the same each time.
    private static final class Endless extends InputStream {
        private final byte[] chunk = new byte[CHUNK];
        private long left;
        private long chunks;
        private int at = CHUNK;

        Endless(long length) {
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            if (at == CHUNK) {
                new SplittableRandom(chunks++).nextBytes(chunk);
                at = 0;
            }
            int more = (int) Math.min(left, Math.min(length, CHUNK - at));
            System.arraycopy(chunk, at, buffer, offset, more);
            at += more;
            left -= more;
            return more;
        }
    }
}
