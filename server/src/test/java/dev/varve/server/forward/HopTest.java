package dev.varve.server.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.NodeId;
import dev.varve.server.http.FakeRequest;
import dev.varve.server.http.Headers;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.Relayed;
import dev.varve.server.http.Share;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HopTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final byte[] TOKEN = "known to members".getBytes(StandardCharsets.UTF_8);
    private static final HttpRequest REQUEST = FakeRequest.builder("POST", "/b?delete").build();
    private static final Share SHARE = Share.parse("05");

    private static Hop hop(Share share, String id) {
        return new Hop(List.of(new NodeId(7)), 3, id, "203.0.113.9", true, NOW, share);
    }

    private static Optional<Hop> read(Headers headers) {
        Relayed.Asked asked =
                new Relayed.Asked(REQUEST.method(), REQUEST.rawPath(), REQUEST.rawQuery(), headers);
        return Hop.read(asked, TOKEN, NOW);
    }

    private static Share share(Headers headers) {
        return read(headers).map(Hop::share).orElseThrow();
    }

    @Test
    void readsBackWhatIsSaidOfAShare() {
        Hop hop = hop(SHARE, "A");
        assertThat(read(hop.signed(TOKEN, REQUEST))).contains(hop);
        assertThat(hop.relayed().share()).isEqualTo(SHARE);
    }

    @Test
    void saysNothingOfSharesWhereAllIsPassedOn() {
        Headers headers = hop(Share.ALL, "A").signed(TOKEN, REQUEST);
        assertThat(headers.has(Hop.SHARE)).isFalse();
        assertThat(share(headers)).isEqualTo(Share.ALL);
    }

    @Test
    void believesNothingOfAShareThatWasSaidOfAnotherRequest() {
        Headers headers = hop(SHARE, "A").signed(TOKEN, REQUEST);
        String other = hop(Share.parse("02"), "B").signed(TOKEN, REQUEST).get(Hop.SHARE, "");
        headers.set(Hop.SHARE, other);
        assertThat(share(headers)).isEqualTo(Share.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "all", "v=2; items=01; mac=", "v=1; items=ff; mac="})
    void takesWhatNobodySignedForNoItemAtAll(String said) {
        Headers headers = hop(SHARE, "A").signed(TOKEN, REQUEST);
        String signed = headers.get(Hop.SHARE, "");
        headers.set(Hop.SHARE, said + signed.substring(signed.length() - 64));
        assertThat(share(headers)).isEqualTo(Share.NONE);
        headers.set(Hop.SHARE, signed);
        headers.add(Hop.SHARE, signed);
        assertThat(share(headers)).isEqualTo(Share.NONE);
    }

    @Test
    void knowsAThousandItems() {
        Share many = Share.parse("ff".repeat(125));
        assertThat(share(hop(many, "A").signed(TOKEN, REQUEST))).isEqualTo(many);
    }
}
