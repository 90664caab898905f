package dev.varve.tools.client;

import dev.varve.log.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Asks a server. Requests are repeated as they allow it; what is refused or has no answer is an
/// exception that says so in one line.
public final class ApiClient implements AutoCloseable {
    /// What an answer that is read whole may have.
    private static final int MOST = 64 << 20;

    private static final int REFUSED = 400;
    private static final String UNKNOWN = ". Whether it was done is not known";
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final URI server;
    private final String host;
    private final Login login;
    private final Patience patience;
    private final HttpClient http;
    private final Stalls stalls;

    public ApiClient(ClientSettings settings, Patience patience) {
        this.server = settings.server();
        this.host = settings.host();
        this.login = settings.login();
        this.patience = patience;
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(
                                CONNECT.compareTo(patience.answer()) < 0
                                        ? CONNECT
                                        : patience.answer());
        settings.ca().ifPresent(file -> builder.sslContext(Trust.of(file)));
        this.http = builder.build();
        this.stalls = new Stalls(patience.answer());
    }

    public URI server() {
        return server;
    }

    public Patience patience() {
        return patience;
    }

    /// The whole answer.
    ///
    /// @throws ApiProblem where the server refuses
    /// @throws Unreachable where it does not answer
    public Answer call(ApiRequest request) {
        for (int tried = 1; ; tried++) {
            try {
                Answer answer = whole(send(request));
                if (answer.status() < REFUSED) {
                    return answer;
                }
                pauseOrThrow(request, tried, answer);
            } catch (IOException e) {
                pauseOrThrow(request, tried, e);
            }
        }
    }

    /// Empty where there is no such thing.
    public Optional<Answer> find(ApiRequest request) {
        try {
            return Optional.of(call(request));
        } catch (ApiProblem problem) {
            if (problem.status() == 404) {
                return Optional.empty();
            }
            throw problem;
        }
    }

    /// An answer whose body is still to be read, and then closed. Reading fails with an [IOException]
    /// where nothing more comes for a while.
    public Streamed open(ApiRequest request) {
        for (int tried = 1; ; tried++) {
            try {
                HttpResponse<InputStream> response = send(request);
                if (response.statusCode() < REFUSED) {
                    return new Streamed(
                            response.statusCode(),
                            response.headers(),
                            stalls.watch(response.body()));
                }
                pauseOrThrow(request, tried, whole(response));
            } catch (IOException e) {
                pauseOrThrow(request, tried, e);
            }
        }
    }

    private HttpResponse<InputStream> send(ApiRequest request) throws IOException {
        try {
            return http.send(plain(request), BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unreachable("interrupted", e);
        }
    }

    private HttpRequest plain(ApiRequest request) {
        String query = Login.query(request);
        URI target = URI.create(server + request.path() + (query.isEmpty() ? "" : "?" + query));
        Bodies.Sent body = Bodies.of(request);
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(target)
                        .method(request.method(), body.publisher())
                        .timeout(patience.answer().plus(body.time()))
                        .expectContinue(body.asksFirst());
        login.headers(request, host).stream()
                .filter(field -> !field.name().equalsIgnoreCase("host"))
                .forEach(field -> builder.header(field.name(), field.value()));
        return builder.build();
    }

    private Answer whole(HttpResponse<InputStream> response) throws IOException {
        try (InputStream in = stalls.watch(response.body())) {
            byte[] bytes = in.readNBytes(MOST + 1);
            if (bytes.length > MOST) {
                throw new IOException("the answer has more than " + MOST + " bytes");
            }
            return new Answer(response.statusCode(), response.headers(), Bytes.of(bytes));
        }
    }

    private void pauseOrThrow(ApiRequest request, int tried, Answer answer) {
        ApiProblem problem = ApiProblem.of(answer.status(), answer);
        boolean again =
                switch (request.repeat()) {
                    case ALWAYS -> isPassing(answer.status());
                    case IF_NOT_DONE -> answer.status() == 429;
                    case NEVER -> false;
                };
        Optional<Duration> wait =
                again ? patience.after(tried, RetryAfter.of(answer)) : Optional.empty();
        Patience.pause(wait.orElseThrow(() -> problem));
    }

    /// Too many requests, or something on the way that may be better in a moment.
    private static boolean isPassing(int status) {
        return status == 429 || status == 500 || (status >= 502 && status <= 504);
    }

    private void pauseOrThrow(ApiRequest request, int tried, IOException e) {
        boolean sent = !(e instanceof ConnectException || e instanceof HttpConnectTimeoutException);
        boolean again =
                !(e instanceof SSLException)
                        && (sent
                                ? request.repeat() == Repeat.ALWAYS
                                : request.repeat() != Repeat.NEVER);
        Optional<Duration> wait =
                again ? patience.after(tried, Optional.empty()) : Optional.empty();
        Patience.pause(wait.orElseThrow(() -> unreachable(request, sent, e)));
    }

    private Unreachable unreachable(ApiRequest request, boolean sent, IOException e) {
        boolean unknown = sent && !(e instanceof SSLException) && !isRead(request);
        return new Unreachable(
                "no answer from " + server + ": " + why(e) + (unknown ? UNKNOWN : ""), e);
    }

    private static boolean isRead(ApiRequest request) {
        return request.method().equals("GET") || request.method().equals("HEAD");
    }

    /// The JDK's own messages are often empty.
    static String why(IOException e) {
        @Nullable String message = e.getMessage();
        return switch (e) {
            case HttpConnectTimeoutException _ -> "nobody takes the connection";
            case ConnectException _ -> "nobody listens there";
            case HttpTimeoutException _ -> "it takes too long";
            case SSLException _ -> "TLS fails: " + message + "; --ca names a certificate to trust";
            default -> message == null ? "the connection broke" : message;
        };
    }

    @Override
    public void close() {
        stalls.close();
        http.shutdownNow();
        http.close();
    }
}
