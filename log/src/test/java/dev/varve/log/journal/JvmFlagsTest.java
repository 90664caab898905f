package dev.varve.log.journal;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.log.StoreException;
import java.util.List;
import org.junit.jupiter.api.Test;

class JvmFlagsTest {
    @Test
    void acceptsTheFlagsThatEveryLauncherHereSets() {
        assertDoesNotThrow(() -> JvmFlags.require());
    }

    @Test
    void namesEachFlagThatIsMissing() {
        String message =
                assertThrows(
                                StoreException.Failed.class,
                                () ->
                                        JvmFlags.require(
                                                List.of("jdk.internal.vm"), List.of("sun.nio.fs")))
                        .toString();
        assertTrue(message.contains("--add-opens=java.base/jdk.internal.vm=ALL-UNNAMED"), message);
        assertTrue(message.contains("--add-exports=java.base/sun.nio.fs=ALL-UNNAMED"), message);
    }
}
