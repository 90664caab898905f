package dev.varve.projections.objects;

import dev.varve.log.Bytes;
import dev.varve.log.ObjectKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Keys that break what is not careful: NUL, prefixes of each other, dots and slashes, and
/// characters whose order in UTF-16 is not that of their bytes.
public final class NastyKeys {
    private static final List<String> PIECES =
            List.of(
                    "\0",
                    "\1",
                    "a",
                    "b",
                    "/",
                    "//",
                    "..",
                    ".",
                    "%2F",
                    "~",
                    "\u007f",
                    "\u0080",
                    "\u07ff",
                    "\u0800",
                    "\ufffd",
                    "\uffff",
                    "\ud800\udc00",
                    "\udbff\udfff",
                    " ",
                    "+");
    private static final List<String> DELIMITERS =
            List.of("", "", "/", "/", "/", "//", "a", "\0", "..", "/a", "\ufffd", "\0\0");
    private static final int MOST = 40;
    private final Random random;
    private final List<ObjectKey> keys = new ArrayList<>();

    public NastyKeys(Random random, int count) {
        this.random = random;
        for (int i = 0; i < count; i++) {
            keys.add(make());
        }
    }

    private ObjectKey make() {
        StringBuilder key = new StringBuilder();
        if (!keys.isEmpty() && random.nextBoolean()) {
            key.append(any());
        }
        int pieces = 1 + random.nextInt(3);
        for (int i = 0; i < pieces; i++) {
            key.append(pick(PIECES));
        }
        return ObjectKey.of(key.toString());
    }

    public ObjectKey any() {
        return pick(keys);
    }

    /// From now on one of them, for a while: there are never many.
    void learn(ObjectKey key) {
        if (!keys.contains(key)) {
            keys.add(key);
        }
        if (keys.size() > MOST) {
            keys.remove(random.nextInt(keys.size()));
        }
    }

    public Bytes delimiter() {
        return Bytes.utf8(pick(DELIMITERS));
    }

    /// Often a prefix of a key, cut at any byte.
    public Bytes prefix() {
        byte[] key = any().utf8();
        return random.nextInt(3) == 0
                ? Bytes.EMPTY
                : Bytes.of(Arrays.copyOf(key, random.nextInt(key.length + 1)));
    }

    /// A key, a prefix of one, or just after one.
    public Bytes after() {
        byte[] key = any().utf8();
        return switch (random.nextInt(4)) {
            case 0 -> Bytes.EMPTY;
            case 1 -> Bytes.of(key);
            case 2 -> Bytes.of(Arrays.copyOf(key, key.length + 1));
            default -> Bytes.of(Arrays.copyOf(key, random.nextInt(key.length + 1)));
        };
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
