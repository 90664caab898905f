package dev.varve.log.journal;

import dev.varve.log.StoreException;
import java.util.List;

/// The flags without which the queue dies obscurely, or opens read-only and says nothing.
final class JvmFlags {
    private static final Module BASE = Object.class.getModule();
    private static final List<String> OPENED = List.of("java.lang.reflect");
    private static final List<String> EXPORTED = List.of("sun.nio.ch", "jdk.internal.ref");

    private JvmFlags() {}

    /// @throws StoreException.Failed naming the flags that are missing
    static void require() {
        require(OPENED, EXPORTED);
    }

    static void require(List<String> opened, List<String> exported) {
        Module own = JvmFlags.class.getModule();
        StringBuilder missing = new StringBuilder();
        for (String name : opened) {
            if (!BASE.isOpen(name, own)) {
                missing.append(" --add-opens=java.base/").append(name).append("=ALL-UNNAMED");
            }
        }
        for (String name : exported) {
            if (!BASE.isExported(name, own)) {
                missing.append(" --add-exports=java.base/").append(name).append("=ALL-UNNAMED");
            }
        }
        if (!missing.isEmpty()) {
            throw new StoreException.Failed("the journal needs these JVM flags:" + missing);
        }
    }
}
