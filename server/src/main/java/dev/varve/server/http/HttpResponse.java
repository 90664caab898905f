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

        /// Whether it goes on for as long as the client stays: then it holds no turn of other requests.
        default boolean lasts() {
            return false;
        }

        /// Whether it was written by this server, and not by those who put objects: then it may be
        /// sent in fewer bytes.
        default boolean isDocument() {
            return false;
        }

        /// Whether another member of the cluster made the answer: then it has all its headers already.
        default boolean isRelayed() {
            return false;
        }

        /// Called once, whether it was written or not.
        @Override
        default void close() {}

        static Content bytes(byte[] bytes) {
            return bytes(bytes, false);
        }

        static Content document(byte[] bytes) {
            return bytes(bytes, true);
        }

        private static Content bytes(byte[] bytes, boolean document) {
            return new Content() {
                @Override
                public boolean isDocument() {
                    return document;
                }

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
                .content(Content.document(text.getBytes(StandardCharsets.UTF_8)));
    }

    public HttpResponse header(String name, String value) {
        headers.set(name, value);
        return this;
    }

    public HttpResponse content(Content changed) {
        return new HttpResponse(status, headers, changed);
    }
}
