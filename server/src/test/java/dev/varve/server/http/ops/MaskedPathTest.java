package dev.varve.server.http.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MaskedPathTest {
    @Test
    void masksTokensOfLinks() {
        assertThat(MaskedPath.of("/v1/l/AQE5secret")).isEqualTo("/v1/l/***");
        assertThat(MaskedPath.of("/v1/l/AQE5secret/more")).isEqualTo("/v1/l/***");
    }

    @Test
    void keepsAllElseAsItWas() {
        for (String path : new String[] {"/", "/v1/links", "/v1/lists/a", "/bucket/v1/l/key", ""}) {
            assertThat(MaskedPath.of(path)).isEqualTo(path);
        }
    }
}
