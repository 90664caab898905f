package dev.varve.server.auth.jwt;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Fetches the keys of an issuer over HTTP. It follows nobody elsewhere, and neither waits nor reads
/// without end.
final class KeyServer implements FetchedKeys.Source, AutoCloseable {
    private static final int LIMIT = 256 * 1024;
    private static final int OK = 200;

    private final URI address;
    private final Duration patience;
    private final HttpClient client;

    KeyServer(URI address, Duration patience) {
        this.address = address;
        this.patience = patience;
        this.client =
                HttpClient.newBuilder()
                        .connectTimeout(patience)
                        .followRedirects(Redirect.NEVER)
                        .build();
    }

    @Override
    public byte[] fetch() throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(address)
                        .timeout(patience)
                        .header("accept", "application/json, application/jwk-set+json")
                        .build();
        HttpResponse<byte[]> answer =
                await(
                        client.sendAsync(
                                request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LIMIT)));
        if (answer.statusCode() != OK) {
            throw new IOException("the answer was " + answer.statusCode());
        }
        return answer.body();
    }

    private <T> T await(CompletableFuture<T> answer) throws IOException {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(cause.getClass().getSimpleName() + " " + cause.getMessage(), e);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException("no whole answer within " + patience, e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
