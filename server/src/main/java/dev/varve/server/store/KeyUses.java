package dev.varve.server.store;

import dev.varve.log.AccessKeyId;
import dev.varve.log.Disk;
import dev.varve.log.StoreException;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// When each access key was last used. Consumer state: no view and no event, kept in a small file
/// that is written at most so often as somebody calls [#write]. What a crash takes is the last
/// minute.
final class KeyUses {
    private static final int MAGIC = 0x5641_4b55;

    private final SealedFile file;
    private final Disk disk;
    private final InstantSource clock;
    private final Map<AccessKeyId, Long> last = new ConcurrentHashMap<>();
    private Map<AccessKeyId, Long> written;

    KeyUses(Path path, Disk disk, InstantSource clock) {
        this.file = new SealedFile(path, MAGIC);
        this.disk = disk;
        this.clock = clock;
        if (file.exists()) {
            read(path);
        }
        this.written = new HashMap<>(last);
    }

    private void read(Path path) {
        ByteReader in = new ByteReader(file.read());
        try {
            for (int left = in.count(); left > 0; left--) {
                last.put(new AccessKeyId(in.string()), in.zigzag());
            }
            in.end();
        } catch (IllegalArgumentException e) {
            throw new StoreException.Corrupt(path.toString(), 0, "not times of keys", e);
        }
    }

    void touch(AccessKeyId id) {
        last.put(id, clock.millis());
    }

    Optional<Instant> last(AccessKeyId id) {
        return Optional.ofNullable(last.get(id)).map(Instant::ofEpochMilli);
    }

    /// Writes what is new, and forgets keys that are gone.
    ///
    /// @param exists whether there still is such a key
    synchronized void write(Predicate<AccessKeyId> exists) {
        Map<AccessKeyId, Long> now = new HashMap<>(last);
        if (now.equals(written)) {
            return;
        }
        now.keySet().removeIf(id -> !exists.test(id));
        ByteWriter out = new ByteWriter().varint(now.size());
        now.forEach((id, millis) -> out.string(id.value()).zigzag(millis));
        file.write(out.toArray(), disk);
        last.keySet().removeIf(id -> !now.containsKey(id) && !exists.test(id));
        written = now;
    }
}
