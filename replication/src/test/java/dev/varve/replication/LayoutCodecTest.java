package dev.varve.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.varve.log.Bytes;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LayoutCodecTest {
    @Test
    void bytesAreWhatTheyWere() throws IOException {
        Bytes now = LayoutCodec.write(Layouts.sample());
        Bytes golden = Bytes.of(golden("layout.v1", now.toArray()));
        assertThat(now).isEqualTo(golden);
        assertThat(LayoutCodec.read(golden)).isEqualTo(Layouts.sample());
    }

    @Test
    void stopsAtALayoutOfTheFuture() {
        byte[] bytes = LayoutCodec.write(Layouts.sample()).toArray();
        bytes[0] = 2;
        assertThatThrownBy(() -> LayoutCodec.read(Bytes.of(bytes)))
                .isInstanceOf(StoreException.FromTheFuture.class)
                .hasMessageContaining("form 2");
    }

    @Test
    void refusesBytesThatAreTooFewOrTooMany() {
        byte[] bytes = LayoutCodec.write(Layouts.sample()).toArray();
        for (int length = 0; length < bytes.length; length++) {
            Bytes cut = Bytes.of(java.util.Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> LayoutCodec.read(cut))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        Bytes longer = Bytes.of(java.util.Arrays.copyOf(bytes, bytes.length + 1));
        assertThatThrownBy(() -> LayoutCodec.read(longer)).hasMessageContaining("too many");
    }

    private static byte[] golden(String name, byte[] now) throws IOException {
        try (InputStream in = LayoutCodecTest.class.getResourceAsStream("/golden/" + name)) {
            if (in != null) {
                return in.readAllBytes();
            }
        }
        Path candidate = Files.createDirectories(Path.of("target", "golden")).resolve(name);
        Files.write(candidate, now);
        return fail("no golden file " + name + ": add " + candidate + " to the test resources");
    }
}
