package dev.varve.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhoAmIResourceTest {
    @TempDir private Path directory;

    @Test
    void tellsCallersWhoTheyAreAndWhatTheyMayDo() {
        try (ApiKit kit = ApiKit.open(directory, new WhoAmIResource())) {
            Told root = kit.request("GET", "/v1/whoami").by("root").send().is(200);
            assertThat(root.text("/id")).isEqualTo("root");
            assertThat(root.text("/operator")).isEqualTo("true");
            assertThat(root.text("/reach")).isEqualTo("all");
            assertThat(root.text("/grants/0/bucket")).isEqualTo("*");
            Told limited = kit.request("GET", "/v1/whoami").by("limited").send().is(200);
            assertThat(limited.text("/operator")).isEqualTo("false");
            assertThat(limited.text("/grants/0/prefix")).isEqualTo("in/");
            assertThat(limited.text("/expires")).isEqualTo("2031-01-01T00:00:00Z");
            kit.request("GET", "/v1/whoami").send().refused(401, "Unauthenticated");
        }
    }
}
