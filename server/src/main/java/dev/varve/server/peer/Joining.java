package dev.varve.server.peer;

import dev.varve.log.StoreException;
import dev.varve.server.store.Newcomer;
import dev.varve.server.store.VarveConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes an empty data directory that of a member, before it is opened for the first time.
public final class Joining {
    private static final Logger LOG = LoggerFactory.getLogger(Joining.class);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final int MAX_ANSWER = 8 << 20;
    private static final int OK = 200;

    private Joining() {}

    /// Does nothing where there is a store already, or nobody to ask.
    ///
    /// @throws StoreException.Failed when no member lets it in
    public static void ifAsked(VarveConfig config, PeerSettings settings) {
        if (settings.join().isEmpty()) {
            return;
        }
        Optional<Newcomer> newcomer = Newcomer.at(config);
        if (newcomer.isPresent()) {
            join(newcomer.get(), settings);
        }
    }

    private static void join(Newcomer newcomer, PeerSettings settings) {
        String token =
                settings.bootstrapToken()
                        .orElseThrow(() ->
                                new StoreException.Failed(
                                        "to join a cluster takes its bootstrap token"));
        List<String> failures = new ArrayList<>();
        for (URI member : settings.join()) {
            try (HttpClient http = PeerClient.http().build()) {
                JoinRequest.Welcome welcome = ask(http, member, newcomer, settings, token);
                newcomer.join(
                        welcome.cluster(),
                        welcome.layout(),
                        welcome.keys(),
                        token.getBytes(StandardCharsets.UTF_8),
                        new Seeding(http, member, newcomer.node(), settings, welcome));
                LOG.info("joined the cluster {} by {}", welcome.cluster(), member);
                return;
            } catch (IOException
                    | IllegalArgumentException
                    | StoreException.Corrupt
                    | StoreException.FromTheFuture e) {
                failures.add(member + ": " + e.getMessage());
            }
        }
        throw new StoreException.Failed("no member let this node in: " + failures);
    }

    private static JoinRequest.Welcome ask(
            HttpClient http, URI member, Newcomer newcomer, PeerSettings settings, String token)
            throws IOException {
        JoinRequest wish =
                new JoinRequest(
                        newcomer.node(),
                        settings.name(),
                        settings.advertise(),
                        newcomer.keyId(),
                        newcomer.publicKey(),
                        false,
                        settings.replace());
        HttpRequest request =
                HttpRequest.newBuilder(member.resolve(PeerPaths.JOIN))
                        .timeout(ANSWER)
                        .header("authorization", "Bearer " + token)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(wish.bytes()))
                        .build();
        try {
            HttpResponse<InputStream> answer =
                    http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                byte[] bytes = body.readNBytes(MAX_ANSWER);
                if (answer.statusCode() != OK) {
                    throw new PeerRefusal(
                            answer.statusCode(), new String(bytes, StandardCharsets.UTF_8).strip());
                }
                return JoinRequest.Welcome.read(bytes);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
