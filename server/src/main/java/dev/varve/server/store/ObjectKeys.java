package dev.varve.server.store;

import dev.varve.log.Bytes;
import dev.varve.log.ObjectKey;
import java.nio.charset.StandardCharsets;

/// Prefixes of keys, which are compared as bytes.
final class ObjectKeys {
    private ObjectKeys() {}

    static byte[] utf8(String prefix) {
        return prefix.getBytes(StandardCharsets.UTF_8);
    }

    static boolean startsWith(ObjectKey key, byte[] prefix) {
        return key.length() >= prefix.length && Bytes.startsWith(key.utf8(), prefix);
    }
}
