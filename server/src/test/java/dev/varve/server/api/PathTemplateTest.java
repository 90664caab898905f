package dev.varve.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathTemplateTest {
    private static final PathTemplate OBJECT =
            new PathTemplate("/v1/buckets/{bucket}/objects/{key...}");

    @ParameterizedTest
    @CsvSource({
        "/v1/buckets/b/objects/a, a",
        "/v1/buckets/b/objects/a/b, a/b",
        "/v1/buckets/b/objects/a//b/, a//b/",
        "/v1/buckets/b/objects//, /",
        "/v1/buckets/b/objects/.., ..",
        "/v1/buckets/b/objects/a%2Fb%20c, a/b c",
        "/v1/buckets/b/objects/a+b, a+b",
        "/v1/buckets/b/objects/%252F, %2F"
    })
    void takesWholeRestAsKey(String path, String key) {
        assertThat(OBJECT.match(path)).contains(Map.of("bucket", "b", "key", key));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/buckets/b/objects/",
                "/v1/buckets/b/objects",
                "/v1/buckets//objects/a",
                "/v1/buckets/b/object/a",
                "/v1/bucket",
                "/",
                ""
            })
    void knowsOtherPaths(String path) {
        assertThat(OBJECT.match(path)).isEmpty();
    }

    @Test
    void endsWithItsLastSegment() {
        PathTemplate bucket = new PathTemplate("/v1/buckets/{bucket}");

        assertThat(bucket.match("/v1/buckets/a")).contains(Map.of("bucket", "a"));
        assertThat(bucket.match("/v1/buckets/a/")).isEmpty();
        assertThat(bucket.match("/v1/buckets/a/b")).isEmpty();
        assertThat(bucket.match("/v1/buckets/a%2Fb")).contains(Map.of("bucket", "a/b"));
    }

    @Test
    void refusesWhatCannotBeDecoded() {
        assertThatThrownBy(() -> OBJECT.match("/v1/buckets/b/objects/%zz"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tellsItsVariables() {
        assertThat(OBJECT.variables()).containsExactly("bucket", "key");
        assertThat(OBJECT.openApi()).isEqualTo("/v1/buckets/{bucket}/objects/{key}");
    }
}
