package dev.varve.log.blob;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Remembers what of a directory tree was forced, loses power at a chosen call, and then shows a
/// tree that a real disk could show: forced bytes are there, of the rest any sectors may be.
final class PowerCutDisk extends PlainDisk {
    private static final int SECTOR = 512;
    private final Map<Path, Long> ids = new HashMap<>();
    private final Map<Long, byte[]> forced = new HashMap<>();
    private final Map<Path, Map<Path, Long>> directories = new HashMap<>();
    private long nextId = 1;
    private long callsLeft;

    static final class PowerLost extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    PowerCutDisk(long callsLeft) {
        this.callsLeft = callsLeft;
    }

    /// Takes a tree as it is for durable.
    synchronized void adopt(Path root) throws IOException {
        directories.put(root, entries(root));
        for (Map.Entry<Path, Long> entry : directories.get(root).entrySet()) {
            if (entry.getValue() == 0) {
                adopt(entry.getKey());
            } else {
                forced.put(entry.getValue(), Files.readAllBytes(entry.getKey()));
            }
        }
    }

    private void step() {
        if (--callsLeft < 0) {
            throw new PowerLost();
        }
    }

    private long id(Path file) {
        return ids.computeIfAbsent(file, same -> nextId++);
    }

    @Override
    public synchronized void force(Path file, FileChannel channel) throws IOException {
        step();
        forced.put(id(file), Files.readAllBytes(file));
    }

    @Override
    public synchronized void forceDirectory(Path directory) throws IOException {
        step();
        directories.put(directory, entries(directory));
    }

    /// Directories have the id 0.
    private Map<Path, Long> entries(Path directory) throws IOException {
        Map<Path, Long> entries = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                entries.put(file, Files.isDirectory(file) ? 0 : id(file));
            }
        }
        return entries;
    }

    @Override
    public synchronized void move(Path from, Path to) throws IOException {
        step();
        super.move(from, to);
        ids.put(to, id(from));
        ids.remove(from);
    }

    @Override
    public synchronized void delete(Path file) throws IOException {
        step();
        super.delete(file);
        ids.remove(file);
    }

    @Override
    public synchronized void allocate(Path file, long offset, long length) throws IOException {
        step();
        try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
            opened.setLength(Math.max(opened.length(), offset + length));
        }
    }

    @Override
    public synchronized void beforeWrite(Path file, long bytes) throws IOException {
        step();
        id(file);
    }

    /// Writes into `target` what is left of `root`, and goes on with that as the durable state.
    synchronized void cut(Path root, Path target, Random random) throws IOException {
        Files.createDirectories(target);
        Map<Path, Long> durable = directories.getOrDefault(root, Map.of());
        Map<Path, Long> shown = new TreeMap<>(durable);
        for (Map.Entry<Path, Long> now : entries(root).entrySet()) {
            if (random.nextBoolean()) {
                shown.put(now.getKey(), now.getValue());
            }
        }
        for (Map.Entry<Path, Long> entry : shown.entrySet()) {
            Path to = target.resolve(entry.getKey().getFileName());
            if (entry.getValue() == 0) {
                cut(entry.getKey(), to, random);
            } else {
                Files.write(to, content(entry.getKey(), entry.getValue(), random));
            }
        }
    }

    private byte[] content(Path file, long id, Random random) throws IOException {
        byte[] kept = forced.getOrDefault(id, new byte[0]);
        boolean same = ids.getOrDefault(file, 0L) == id && Files.exists(file);
        if (!same || random.nextInt(3) == 0) {
            return kept;
        }
        byte[] now = Files.readAllBytes(file);
        if (random.nextInt(3) == 0) {
            return now;
        }
        byte[] mixed = java.util.Arrays.copyOf(kept, now.length);
        for (int at = 0; at < now.length; at += SECTOR) {
            if (random.nextBoolean()) {
                System.arraycopy(now, at, mixed, at, Math.min(SECTOR, now.length - at));
            }
        }
        return mixed;
    }
}
