package dev.varve.server.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// An answer. The listener adds what all answers carry (request id, date).
public record HttpResponse(int status, Headers headers, Content content) {
    /// What follows the headers. For HEAD only its length is used.
    public interface Content extends AutoCloseable {
        Content NONE = bytes(new byte[0]);

        /// -1 when it is not known before it is written; then HTTP chunks carry it.
        long length();

        void writeTo(OutputStream out) throws IOException;

        /// Called once, whether it was written or not.
        @Override
        default void close() {}

        static Content bytes(byte[] bytes) {
            return new Content() {
                @Override
                public long length() {
                    return bytes.length;
                }

                @Override
                public void writeTo(OutputStream out) throws IOException {
                    out.write(bytes);
                }
            };
        }
    }

    public static HttpResponse of(int status) {
        return new HttpResponse(status, new Headers(), Content.NONE);
    }

    public static HttpResponse xml(int status, String document) {
        return of(status, "application/xml", document);
    }

    public static HttpResponse of(int status, String type, String text) {
        return of(status)
                .header("content-type", type)
                .content(Content.bytes(text.getBytes(StandardCharsets.UTF_8)));
    }

    public HttpResponse header(String name, String value) {
        headers.set(name, value);
        return this;
    }

    public HttpResponse content(Content changed) {
        return new HttpResponse(status, headers, changed);
    }
}
