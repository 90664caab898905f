package dev.varve.tools.s3;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A client of one caller: signs, sends, reads; one request at a time over a connection that is
/// kept. It repeats nothing: a caller that counts on what was acknowledged must see every failure.
public final class S3Client implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final Endpoint endpoint;
    private final Signer signer;
    private final Duration patience;
    private @Nullable S3Connection connection;

    public S3Client(Endpoint endpoint) {
        this(endpoint, PATIENCE);
    }

    public S3Client(Endpoint endpoint, Duration patience) {
        this.endpoint = endpoint;
        this.signer = endpoint.signer();
        this.patience = patience;
    }

    public Wire sign(S3Request request, Payload payload) {
        return signer.sign(request, endpoint.host(), payload);
    }

    /// Signs with the body's hash, sends, and reads the answer whole.
    public S3Answer call(S3Request request) throws IOException {
        return call(sign(request, Payload.HASHED));
    }

    public S3Answer call(Wire request) throws IOException {
        return exchange(request, null);
    }

    /// Hands the body on while it comes.
    public S3Answer call(Wire request, OutputStream body) throws IOException {
        return exchange(request, body);
    }

    /// As [#call(S3Request)], for requests that must succeed.
    ///
    /// @throws IOException too when the answer is an error
    public S3Answer require(S3Request request) throws IOException {
        S3Answer answer = call(request);
        if (!answer.isSuccess()) {
            throw new IOException(request.method() + " " + request.path() + ": " + answer);
        }
        return answer;
    }

    private S3Answer exchange(Wire request, @Nullable OutputStream body) throws IOException {
        S3Connection open = connection();
        connection = null;
        try {
            open.send(request);
            boolean bodyless = request.hasBodylessAnswer();
            S3Answer answer = body == null ? open.receive(bodyless) : open.receive(bodyless, body);
            if (answer.keepsConnection()) {
                connection = open;
            }
            return answer;
        } finally {
            if (connection == null) {
                open.close();
            }
        }
    }

    private S3Connection connection() throws IOException {
        S3Connection kept = connection;
        return kept == null ? S3Connection.open(endpoint.address(), patience) : kept;
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
