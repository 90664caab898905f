package dev.varve.server.api.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.api.ApiKit;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaTypesTest {
    @TempDir private Path directory;

    @ParameterizedTest
    @CsvSource({
        "photo.jpg, image/jpeg",
        "a.b/Photo.JPEG, image/jpeg",
        "site/index.html, text/html",
        "backup.tar.gz, application/gzip",
        "a.png/b, application/octet-stream",
        "png, application/octet-stream",
        "a., application/octet-stream",
        "a.unknown, application/octet-stream",
        "a/, application/octet-stream"
    })
    void guessesByTheEndOfTheName(String key, String type) {
        assertThat(MediaTypes.ofKey(key)).isEqualTo(type);
    }

    @Test
    void guessesOnlyWhereNothingIsSaid() {
        try (ApiKit kit = ApiKit.open(directory, new ObjectsResource())) {
            kit.bucket("types");
            kit.send("PUT", "/v1/buckets/types/objects/a.png", "x").is(201);
            kit.request("PUT", "/v1/buckets/types/objects/b.png")
                    .by("alice")
                    .header("content-type", "text/x-mud")
                    .body("x")
                    .send()
                    .is(201);

            assertThat(kit.send("GET", "/v1/buckets/types/objects/a.png").header("content-type"))
                    .isEqualTo("image/png");
            assertThat(kit.send("GET", "/v1/buckets/types/objects/b.png").header("content-type"))
                    .isEqualTo("text/x-mud");
        }
    }
}
