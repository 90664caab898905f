package dev.varve.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.varve.server.http.Headers;
import dev.varve.server.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// An answer, read to its end.
public record Told(int status, Headers headers, String body) {
    public static Told read(HttpResponse response) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (HttpResponse.Content content = response.content()) {
            content.writeTo(out);
        } catch (Exception e) { // closing may throw anything, and a test then fails
            throw new IllegalStateException(e);
        }
        return new Told(
                response.status(), response.headers(), out.toString(StandardCharsets.UTF_8));
    }

    public JsonNode json() {
        try {
            return new ObjectMapper().readTree(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The text at a JSON pointer such as `/buckets/0/name`.
    public String text(String pointer) {
        return json().at(pointer).asText();
    }

    public String header(String name) {
        return headers.get(name, "");
    }

    public Told is(int expected) {
        assertThat(status).as(body).isEqualTo(expected);
        return this;
    }

    /// @param code as in the problem
    public Told refused(int expected, String code) {
        is(expected);
        assertThat(text("/code")).isEqualTo(code);
        assertThat(text("/status")).isEqualTo(Integer.toString(expected));
        assertThat(headers.get("content-type", "")).isEqualTo("application/problem+json");
        return this;
    }
}
