package dev.varve.log.blob;

import dev.varve.log.BlobStore.ScrubFinding;
import dev.varve.log.Disk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Files with bytes that cannot be read and may have been acknowledged. They stay where they are, are
/// told of at every start, and nothing deletes them, until an operator removes their note.
final class Quarantine {
    private static final String NOTE = ".txt";
    private final Layout layout;
    private final Disk disk;
    private final Set<String> kept = ConcurrentHashMap.newKeySet();

    Quarantine(Layout layout, Disk disk) {
        this.layout = layout;
        this.disk = disk;
    }

    /// Reads the notes that are there, and reports each.
    void load(Consumer<ScrubFinding> findings) throws IOException {
        for (Path note : layout.listQuarantine()) {
            String name = note.getFileName().toString();
            if (name.endsWith(NOTE)) {
                kept.add(name.substring(0, name.length() - NOTE.length()));
                List<String> lines = Files.readAllLines(note, StandardCharsets.UTF_8);
                String file = lines.isEmpty() ? layout.name(note) : lines.getFirst();
                String what = lines.size() > 1 ? lines.get(1) : "damaged";
                findings.accept(
                        new ScrubFinding(
                                file,
                                0,
                                Optional.empty(),
                                what + "; kept until " + layout.name(note) + " is removed"));
            }
        }
    }

    boolean keeps(Path file) {
        return kept.contains(file.getFileName().toString());
    }

    boolean keepsPack(int pack) {
        return keeps(layout.pack(pack));
    }

    /// The note is durable when this returns.
    void keep(Path file, String what) throws IOException {
        String name = file.getFileName().toString();
        if (kept.contains(name)) {
            return;
        }
        byte[] text = (layout.name(file) + "\n" + what + "\n").getBytes(StandardCharsets.UTF_8);
        Path note = layout.quarantine().resolve(name + NOTE);
        disk.beforeWrite(note, text.length);
        try (RandomAccessFile out = new RandomAccessFile(note.toFile(), "rw")) {
            out.write(text);
            disk.force(note, out.getChannel());
        }
        disk.forceDirectory(layout.quarantine());
        kept.add(name);
    }
}
