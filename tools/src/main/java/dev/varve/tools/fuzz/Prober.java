package dev.varve.tools.fuzz;

import dev.varve.tools.s3.Endpoint;
import dev.varve.tools.s3.Payload;
import dev.varve.tools.s3.S3Answer;
import dev.varve.tools.s3.S3Connection;
import dev.varve.tools.s3.S3Request;
import dev.varve.tools.s3.Wire;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;

/// Sends one case on a connection of its own, and holds what comes against the promises.
final class Prober {
    /// Longer than any of the server's own limits.
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private static final Set<Integer> BY_DESIGN = Set.of(501, 503, 505);
    private static final Pattern FAILURE = Pattern.compile("HTTP/1\\.1 5(?!01|03|05)");
    private static final int SWITCHING = 101;
    private static final int MOST_ANSWERS = 200;
    private static final String OF_PASSWD = "root:x:0";
    private final Endpoint endpoint;
    private final Canaries canaries;
    private final Findings findings;

    Prober(Endpoint endpoint, Canaries canaries, Findings findings) {
        this.endpoint = endpoint;
        this.canaries = canaries;
        this.findings = findings;
    }

    /// @param ending whether the server is told that nothing more comes
    void probe(Case sent, boolean ending) {
        try (S3Connection connection = S3Connection.open(endpoint.address(), PATIENCE)) {
            boolean whole = write(connection, sent, ending && !sent.framed());
            if (sent.family().startsWith(Http2Frames.NAME)) {
                drain(connection, sent);
            } else if (sent.framed()) {
                oneAnswer(connection, sent, whole);
            } else {
                allAnswers(connection, sent);
            }
        } catch (SocketTimeoutException e) {
            findings.broken(
                    Promise.NO_HANG, "nothing came for " + PATIENCE.toSeconds() + " s", sent);
        } catch (IOException e) {
            findings.broken(Promise.ANSWERS_ARE_HTTP, e.toString(), sent);
        }
    }

    /// False when the server closed the connection before it had taken everything.
    private static boolean write(S3Connection connection, Case sent, boolean ending) {
        try {
            connection.send(sent.bytes().toArray());
            if (ending) {
                connection.endSending();
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void oneAnswer(S3Connection connection, Case sent, boolean whole) throws IOException {
        try {
            S3Answer answer = connection.receive(sent.hasBodylessAnswer());
            judge(answer, sent);
            if (whole && answer.keepsConnection()) {
                goOn(connection, sent);
            }
        } catch (EOFException | SocketException e) {
            findings.answered(sent.family(), "closed");
        }
    }

    /// What comes next on the connection of a whole request is answered for itself.
    private void goOn(S3Connection connection, Case sent) throws IOException {
        Canaries.Canary canary = canaries.first();
        S3Answer answer;
        try {
            connection.send(request(canary));
            answer = connection.receive(false);
        } catch (EOFException | SocketException e) {
            findings.answered("(went on)", "closed");
            return;
        }
        findings.answered("(went on)", Integer.toString(answer.status()));
        if (answer.status() != 200 || !Arrays.equals(answer.body(), canary.bytes())) {
            findings.broken(Promise.NO_DESYNC, "then a GET is answered " + answer, sent);
        }
    }

    private Wire request(Canaries.Canary canary) {
        S3Request request = S3Request.object("GET", Author.CANARIES, canary.key());
        return endpoint.signer().sign(request, endpoint.host(), Payload.HASHED);
    }

    private void allAnswers(S3Connection connection, Case sent) throws IOException {
        long begun = System.nanoTime();
        int count = 0;
        try {
            while (count < MOST_ANSWERS) {
                S3Answer answer = connection.receive(count == 0 && sent.hasBodylessAnswer());
                judge(answer, sent);
                count++;
                if (answer.status() == SWITCHING) {
                    drain(connection, sent);
                    return;
                }
                if (System.nanoTime() - begun > 3 * PATIENCE.toNanos()) {
                    findings.broken(Promise.NO_HANG, "answers without end", sent);
                    return;
                }
            }
        } catch (EOFException | SocketException e) {
            if (count == 0) {
                findings.answered(sent.family(), "closed");
            }
        }
    }

    private void judge(S3Answer answer, Case sent) {
        int status = answer.status();
        findings.answered(sent.family(), Integer.toString(status));
        if (status >= 500 && !BY_DESIGN.contains(status)) {
            findings.broken(Promise.NO_SERVER_ERROR, answer.toString(), sent);
        }
        if (answer.text().contains(OF_PASSWD)) {
            findings.broken(Promise.NO_FILE_LEAKS, answer.toString(), sent);
        }
    }

    /// Frames are not read, but must end.
    private void drain(S3Connection connection, Case sent) throws IOException {
        String came;
        try {
            byte[] bytes = connection.receiveRaw();
            came = bytes.length == 0 ? "closed" : "frames";
            if (FAILURE.matcher(new String(bytes, StandardCharsets.ISO_8859_1)).find()) {
                findings.broken(Promise.NO_SERVER_ERROR, "after a preface", sent);
            }
        } catch (SocketException e) {
            came = "closed";
        }
        findings.answered(sent.family(), came);
    }

    /// A request that is right is answered right on a new connection, whatever came before.
    void proveFresh(Case before) {
        Canaries.Canary canary = canaries.first();
        try (S3Connection connection = S3Connection.open(endpoint.address(), PATIENCE)) {
            connection.send(request(canary));
            S3Answer answer = connection.receive(false);
            if (answer.status() != 200 || !Arrays.equals(answer.body(), canary.bytes())) {
                findings.broken(Promise.NO_DESYNC, "on a new connection: " + answer, before);
            }
        } catch (IOException e) {
            findings.broken(Promise.NO_DESYNC, "on a new connection: " + e, before);
        }
    }
}
