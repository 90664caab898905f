package dev.varve.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ListeningTest {
    @Test
    void servesNoMoreRequestsThanTheHeapHasRoomFor() {
        assertThat(Listening.concurrent(1024, 512L << 20)).isEqualTo(128);
        assertThat(Listening.concurrent(1024, 64L << 30)).isEqualTo(1024);
        assertThat(Listening.concurrent(16, 512L << 20)).isEqualTo(16);
        assertThat(Listening.concurrent(1024, 1)).isEqualTo(1);
    }
}
