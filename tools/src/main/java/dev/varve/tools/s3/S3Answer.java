package dev.varve.tools.s3;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// An answer as it came.
public final class S3Answer {
    private final int status;
    private final String head;
    private final byte[] body;

    /// @param head status line and header lines, each with its line end
    S3Answer(int status, String head, byte[] body) {
        this.status = status;
        this.head = head;
        this.body = body;
    }

    S3Answer with(byte[] changed) {
        return new S3Answer(status, head, changed);
    }

    public int status() {
        return status;
    }

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /// The first field of this name, given in lower case.
    public Optional<String> header(String name) {
        int at = head.indexOf("\r\n") + 2;
        while (at < head.length()) {
            int end = head.indexOf("\r\n", at);
            int colon = at + name.length();
            if (head.startsWith(":", colon)
                    && head.regionMatches(true, at, name, 0, name.length())) {
                return Optional.of(head.substring(colon + 1, end).strip());
            }
            at = end + 2;
        }
        return Optional.empty();
    }

    public String require(String name) {
        return header(name)
                .orElseThrow(() -> new IllegalStateException("no " + name + " in " + this));
    }

    public boolean keepsConnection() {
        return header("connection").filter(value -> value.equalsIgnoreCase("close")).isEmpty();
    }

    /// Empty where it was handed on while it came.
    public byte[] body() {
        return body.clone();
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public XmlElement xml() {
        return XmlElement.parse(body);
    }

    /// The `Code` of an error document, empty where there is none.
    public String errorCode() {
        return isSuccess() || body.length == 0 ? "" : xml().text("Code");
    }

    @Override
    public String toString() {
        String text = text();
        return head.strip().replace("\r\n", " | ")
                + " || "
                + text.substring(0, Math.min(300, text.length()));
    }
}
