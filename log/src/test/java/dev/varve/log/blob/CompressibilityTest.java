package dev.varve.log.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CompressibilityTest {
    @Test
    void skipsWhatIsPackedAlready() {
        for (String name : List.of("a.jpg", "dir/a.ZIP", "a.tar.zst", "a.b/c.mp4", "x.PNG")) {
            assertThat(Compressibility.worthTrying("", name)).as(name).isFalse();
        }
        for (String type : List.of("video/mp4", "IMAGE/JPEG", "application/gzip; x=y")) {
            assertThat(Compressibility.worthTrying(type, "")).as(type).isFalse();
        }
    }

    @Test
    void triesEverythingElse() {
        for (String name : List.of("", "a", "a.txt", "zip", "a.jpg/b", "a.", "jpg/")) {
            assertThat(Compressibility.worthTrying("", name)).as(name).isTrue();
        }
        for (String type : List.of("", "text/plain", "image/svg+xml", "application/json")) {
            assertThat(Compressibility.worthTrying(type, "")).as(type).isTrue();
        }
    }
}
