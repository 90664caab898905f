package dev.varve.log.blob;

import com.github.luben.zstd.ZstdDictDecompress;
import dev.varve.log.Disk;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/// The compression dictionaries of a store. They never change and are never deleted, since any block
/// may name one; each lies in two files, since many blobs may need it. For any number of threads.
final class Dictionaries implements AutoCloseable {
    /// Of one dedup domain.
    static final int MOST = 16;

    private static final Comparator<DictionaryFile> OLDEST_FIRST =
            Comparator.comparingInt(DictionaryFile::number);

    private final Layout layout;
    private final ConcurrentHashMap<Integer, Loaded> loaded = new ConcurrentHashMap<>();

    private record Loaded(DictionaryFile file, ZstdDictDecompress digested) {}

    Dictionaries(Layout layout) {
        this.layout = layout;
    }

    /// The dictionary that a block names.
    ///
    /// @throws StoreException.Corrupt when both of its files are missing or damaged, or it is for
    ///     blobs of another domain
    ZstdDictDecompress forReading(int id, int domain) {
        Loaded known = loaded.get(id);
        Loaded found = known != null ? known : loaded.computeIfAbsent(id, this::load);
        if (found.file.domain() != domain) {
            throw new StoreException.Corrupt(
                    layout.name(layout.dictionary(id)), 0, "it is for another domain");
        }
        return found.digested;
    }

    private Loaded load(int id) {
        DictionaryFile file = read(id);
        return new Loaded(file, new ZstdDictDecompress(file.content()));
    }

    private DictionaryFile read(int id) {
        try {
            return read(layout.dictionary(id), id);
        } catch (StoreException.Corrupt e) {
            return read(layout.dictionaryCopy(id), id);
        }
    }

    private DictionaryFile read(Path path, int id) {
        String name = layout.name(path);
        try {
            DictionaryFile file = DictionaryFile.read(path, name);
            if (file.id() != id) {
                throw new StoreException.Corrupt(name, 0, "it is another dictionary");
            }
            return file;
        } catch (NoSuchFileException e) {
            throw new StoreException.Corrupt(name, 0, "the dictionary is missing", e);
        } catch (IOException e) {
            throw new StoreException.Failed("reading " + name, e);
        }
    }

    /// Those of a domain that can be read, the oldest first.
    List<DictionaryFile> of(int domain) {
        List<DictionaryFile> found = new ArrayList<>();
        for (int id : ids()) {
            readable(id).filter(file -> file.domain() == domain).ifPresent(found::add);
        }
        found.sort(OLDEST_FIRST);
        return found;
    }

    /// What cannot be read is told of by every scrub.
    private Optional<DictionaryFile> readable(int id) {
        try {
            return Optional.of(read(id));
        } catch (StoreException.Corrupt e) {
            return Optional.empty();
        }
    }

    Optional<DictionaryFile> newest(int domain) {
        List<DictionaryFile> all = of(domain);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    /// Keeps a dictionary. When this returns it is durable, and was read back.
    DictionaryFile add(int domain, byte[] content, Disk disk) throws IOException {
        int number = newest(domain).map(last -> last.number() + 1).orElse(1);
        DictionaryFile made = DictionaryFile.of(domain, number, content);
        write(layout.dictionaryCopy(made.id()), made, disk);
        disk.forceDirectory(layout.dictionaries());
        write(layout.dictionary(made.id()), made, disk);
        disk.forceDirectory(layout.dictionaries());
        read(layout.dictionary(made.id()), made.id());
        read(layout.dictionaryCopy(made.id()), made.id());
        return made;
    }

    /// A crash amid [#add] leaves the copy alone, which no block names yet.
    void complete(Disk disk) throws IOException {
        for (int id : ids()) {
            if (Files.notExists(layout.dictionary(id))) {
                heal(layout.dictionary(id), layout.dictionaryCopy(id), id, disk);
            }
        }
    }

    /// Written beside, so that a file of this name is whole.
    private void write(Path path, DictionaryFile file, Disk disk) throws IOException {
        byte[] bytes = file.encode();
        Path beside = layout.temporary().resolve(path.getFileName());
        disk.beforeWrite(beside, bytes.length);
        try (RandomAccessFile out = new RandomAccessFile(beside.toFile(), "rw")) {
            out.setLength(0);
            out.write(bytes);
            disk.force(beside, out.getChannel());
        }
        disk.move(beside, path);
    }

    private List<Integer> ids() {
        try {
            return layout.listDictionaries();
        } catch (IOException e) {
            throw new StoreException.Failed("listing dictionaries", e);
        }
    }

    /// Reads both files of each, makes a bad one again from its copy, and tells of every bad one.
    void check(Disk disk, BiConsumer<String, String> bad) throws IOException {
        for (int id : ids()) {
            check(layout.dictionary(id), layout.dictionaryCopy(id), id, disk, bad);
            check(layout.dictionaryCopy(id), layout.dictionary(id), id, disk, bad);
        }
    }

    private void check(Path one, Path other, int id, Disk disk, BiConsumer<String, String> bad)
            throws IOException {
        try {
            read(one, id);
        } catch (StoreException.Corrupt e) {
            bad.accept(layout.name(one), String.valueOf(e.getMessage()));
            heal(one, other, id, disk);
        }
    }

    private void heal(Path bad, Path copy, int id, Disk disk) throws IOException {
        if (Files.exists(copy)) {
            try {
                write(bad, read(copy, id), disk);
                disk.forceDirectory(layout.dictionaries());
            } catch (StoreException.Corrupt e) {
                return; // both are bad, and both are told of
            }
        }
    }

    @Override
    public void close() {
        loaded.values().forEach(one -> one.digested.close());
        loaded.clear();
    }
}
