package dev.varve.server.forward;

import dev.varve.server.http.Headers;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Status and header fields of a member's answer.
record AnswerHead(int status, Headers headers) {
    private static final int LONGEST = 128 << 10;
    private static final int MOST_FIELDS = 500;
    private static final int FIRST_FINAL = 200;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([1-5][0-9]{2})(?: .*)?");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    /// No body has this length: the end of the connection ends it.
    static final long TO_THE_END = -2;

    static final long CHUNKED = -1;

    boolean isInterim() {
        return status < FIRST_FINAL;
    }

    /// @throws EOFException where the connection ended before the first byte
    static AnswerHead read(InputStream in) throws IOException {
        Lines lines = new Lines(in);
        String first = lines.next();
        Matcher status = STATUS.matcher(first);
        if (!status.matches()) {
            throw new IOException("no answer of HTTP/1.1 begins so");
        }
        Headers headers = new Headers();
        int count = 0;
        for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
            int colon = line.indexOf(':');
            count++;
            if (colon <= 0 || count > MOST_FIELDS) {
                throw new IOException("header fields of an answer that are none");
            }
            headers.add(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return new AnswerHead(Integer.parseInt(status.group(1)), headers);
    }

    /// How long the body is, by what the head says of it.
    long length() throws IOException {
        if (headers.has("transfer-encoding")) {
            if (!headers.get("transfer-encoding", "").equalsIgnoreCase("chunked")
                    || headers.has("content-length")) {
                throw new IOException("an answer whose length cannot be known");
            }
            return CHUNKED;
        }
        if (!headers.has("content-length")) {
            return TO_THE_END;
        }
        String length = headers.get("content-length", "");
        if (headers.all("content-length").size() > 1 || !LENGTH.matcher(length).matches()) {
            throw new IOException("an answer with a length that is none");
        }
        return Long.parseLong(length);
    }

    /// Lines that end with CR and LF, or LF, and are together not long.
    static final class Lines {
        private final InputStream in;
        private int left = LONGEST;

        Lines(InputStream in) {
            this.in = in;
        }

        String next() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream(80);
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new EOFException("the connection ended");
                }
                left--;
                if (left < 0) {
                    throw new IOException("lines of an answer that do not end");
                }
                line.write(c);
            }
            String text = line.toString(StandardCharsets.ISO_8859_1);
            return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        }
    }
}
