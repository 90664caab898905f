package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.http.Headers;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.s3.xml.XmlInput;
import dev.varve.server.s3.xml.XmlInput.Element;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/// An answer, read to its end.
record Told(int status, Headers headers, String body) {
    static Told read(HttpResponse response) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (HttpResponse.Content content = response.content()) {
            content.writeTo(out);
        } catch (Exception e) { // closing may throw anything, and a test then fails
            throw new IllegalStateException(e);
        }
        return new Told(
                response.status(), response.headers(), out.toString(StandardCharsets.UTF_8));
    }

    Element xml() {
        try {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            return XmlInput.parse(new ByteArrayInputStream(bytes), 10L << 20);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The texts of all elements at a path such as `Contents/Key`.
    List<String> all(String path) {
        Stream<Element> at = Stream.of(xml());
        for (String name : path.split("/", -1)) {
            at = at.flatMap(element -> element.children(name).stream());
        }
        return at.map(Element::text).toList();
    }

    /// The text of the only element at a path.
    String one(String path) {
        List<String> all = all(path);
        assertThat(all).as(path).hasSize(1);
        return all.getFirst();
    }

    Told is(int expected) {
        assertThat(status).as(body).isEqualTo(expected);
        return this;
    }

    /// @param code as in the error document
    Told refused(int expected, String code) {
        assertThat(body).contains("<Error><Code>" + code + "</Code>");
        return is(expected);
    }
}
