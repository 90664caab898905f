package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.varve.server.auth.Authenticated;
import dev.varve.server.auth.Payload;
import dev.varve.server.auth.Principal;
import dev.varve.server.http.AlteredRequest;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Headers;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.http.Percent;
import dev.varve.server.http.Share;
import dev.varve.server.store.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// One call of an operation, as the pipeline would make it, and its answer read to the end.
final class FakeCall {
    private final ObjectStore store;
    private final String bucket;
    private final String key;
    private final Headers headers = new Headers();
    private String query = "";
    private InputStream body = InputStream.nullInputStream();
    private long length;
    private Payload payload = new Payload.Unsigned();
    private Principal principal = S3Kit.ALICE;
    private boolean presigned;
    private Share share = Share.ALL;

    FakeCall(ObjectStore store, String bucket, String key) {
        this.store = store;
        this.bucket = bucket;
        this.key = key;
        headers.add("host", "localhost:9000");
    }

    /// An answer with its body read.
    record Answer(int status, Headers headers, String text) {
        String header(String name) {
            return headers.first(name).orElse("");
        }

        /// The text of the first element of that name, entities resolved.
        String element(String name) {
            int start = text.indexOf("<" + name + ">");
            assertThat(start).as(name + " in " + text).isNotNegative();
            int from = start + name.length() + 2;
            return text.substring(from, text.indexOf("</" + name + ">", from))
                    .replace("&quot;", "\"")
                    .replace("&amp;", "&");
        }
    }

    FakeCall header(String name, String value) {
        headers.add(name, value);
        return this;
    }

    FakeCall query(String raw) {
        query = query.isEmpty() ? raw : query + "&" + raw;
        return this;
    }

    FakeCall version(String id) {
        return query("versionId=" + id);
    }

    FakeCall body(String text) {
        return body(text.getBytes(StandardCharsets.UTF_8));
    }

    FakeCall body(byte[] bytes) {
        return stream(new ByteArrayInputStream(bytes), bytes.length);
    }

    FakeCall stream(InputStream bytes, long declared) {
        body = bytes;
        length = declared;
        return this;
    }

    FakeCall payload(Payload given) {
        payload = given;
        return this;
    }

    FakeCall by(Principal caller) {
        principal = caller;
        return this;
    }

    FakeCall presigned() {
        presigned = true;
        return this;
    }

    /// As a member asks that divides a batch.
    FakeCall share(Share given) {
        share = given;
        return this;
    }

    private record Divided(HttpRequest sent, Share share) implements AlteredRequest {}

    Call call() {
        String path = "/" + bucket + (key.isEmpty() ? "" : "/" + Percent.encodePath(key));
        return new Call(
                new Divided(new FakeRequest("ANY", path, query, headers, length, body), share),
                new Authenticated(principal, payload, presigned),
                bucket,
                key,
                store,
                new S3Config("us-east-1", List.of()));
    }

    Answer send(Operation operation) {
        HttpResponse response = operation.handle(call());
        try (HttpResponse.Content content = response.content()) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            content.writeTo(out);
            return new Answer(
                    response.status(), response.headers(), out.toString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Failed fail(Operation operation) {
        return Optional.ofNullable(catchThrowableOfType(Failed.class, () -> send(operation)))
                .orElseThrow(() -> new AssertionError("it did not fail"));
    }

    void fails(Operation operation, ErrorCode code) {
        Failed failed = fail(operation);
        assertThat(failed.code()).as(failed.text()).isEqualTo(code);
    }
}
