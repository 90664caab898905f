package dev.varve.server.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.server.fetch.Poster.Reply;
import dev.varve.server.http.AddressRange;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class PosterIT {
    private static final byte[] BODY = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final PostSettings NAMED =
            new PostSettings(List.of(".internal"), List.of(AddressRange.parse("10.1.0.0/16")));

    private final FetchKit kit;

    PosterIT() throws Exception {
        kit = new FetchKit();
    }

    private Poster poster(PostSettings settings) throws Exception {
        PostReach reach = new PostReach(settings, address -> address.getPort() == 9000);
        return new Poster(reach, kit, kit, SSLContext.getDefault());
    }

    private static Reply post(Poster poster, String url) throws FetchFailure {
        return poster.post(url, Map.of("webhook-id", "m-1"), BODY, SHORT);
    }

    @Test
    void postsOnceWithHeadersAndFollowsNoRedirect() throws Exception {
        String redirect =
                "HTTP/1.1 307 Over there\nLocation: http://a.example/\nRetry-After: 7\n\n";
        try (OtherServer server = OtherServer.answering(redirect)) {
            kit.name("a.example", FetchKit.PUBLIC).leads(FetchKit.PUBLIC, server);
            Reply reply = post(poster(PostSettings.DEFAULT), "http://a.example:8080/x?y=z");
            assertThat(reply).isEqualTo(new Reply(307, Optional.of("7")));
            assertThat(reply.isGood()).isFalse();
            assertThat(server.requests()).hasSize(1);
            assertThat(server.requests().getFirst())
                    .startsWith("POST /x?y=z HTTP/1.1\r\nHost: a.example:8080\r\n")
                    .contains("webhook-id: m-1\r\n", "Content-Length: 7\r\n");
        }
    }

    @Test
    void reachesPrivateNetworksOnlyWhereTheyAreNamed() throws Exception {
        try (OtherServer server = OtherServer.answering("HTTP/1.1 204 Fine\n\n")) {
            kit.name("hooks.internal", "192.168.1.2")
                    .name("other.example", "10.1.2.3")
                    .name("evil.example", "10.2.2.3")
                    .name("cloud.internal", "169.254.169.254")
                    .leads("192.168.1.2", server)
                    .leads("10.1.2.3", server)
                    .leads("10.2.2.3", server)
                    .leads("169.254.169.254", server);
            for (String host : List.of("hooks.internal", "other.example")) {
                assertThat(post(poster(NAMED), "http://" + host + "/").isGood()).isTrue();
                refuses(PostSettings.DEFAULT, "http://" + host + "/");
            }
            refuses(NAMED, "http://evil.example/");
            refuses(NAMED, "http://cloud.internal/");
            refuses(NAMED, "http://127.0.0.1/");
            refuses(NAMED, "http://hooks.internal:9000/");
        }
    }

    private void refuses(PostSettings settings, String url) throws Exception {
        Poster poster = poster(settings);
        assertThatThrownBy(() -> post(poster, url))
                .isInstanceOf(FetchFailure.class)
                .extracting(e -> ((FetchFailure) e).kind())
                .isEqualTo(FetchFailure.Kind.REFUSED);
    }

    @Test
    void waitsNoLongerThanItMay() throws Exception {
        try (OtherServer server = OtherServer.start((_, _) -> Thread.sleep(20_000))) {
            kit.name("a.example", FetchKit.PUBLIC).leads(FetchKit.PUBLIC, server);
            Poster poster = poster(PostSettings.DEFAULT);
            long begun = System.nanoTime();
            assertThatThrownBy(() -> post(poster, "http://a.example/"))
                    .isInstanceOf(FetchFailure.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isLessThan(Duration.ofSeconds(5));
        }
    }
}
