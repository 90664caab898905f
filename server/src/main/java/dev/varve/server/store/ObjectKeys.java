package dev.varve.server.store;

import dev.varve.log.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Prefixes of keys, which are compared as bytes.
final class ObjectKeys {
    private ObjectKeys() {}

    static byte[] utf8(String prefix) {
        return prefix.getBytes(StandardCharsets.UTF_8);
    }

    static boolean startsWith(ObjectKey key, byte[] prefix) {
        return key.length() >= prefix.length && startsWith(key.utf8(), prefix);
    }

    static boolean startsWith(byte[] text, byte[] prefix) {
        return text.length >= prefix.length
                && Arrays.equals(text, 0, prefix.length, prefix, 0, prefix.length);
    }
}
