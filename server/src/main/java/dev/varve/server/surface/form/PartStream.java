package dev.varve.server.surface.form;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The parts of a multipart body, one after the other: reads to the next delimiter and no further,
/// until [#nextPart()] goes on behind it.
public final class PartStream extends InputStream {
    private static final int BUFFER = 64 * 1024;
    private static final Pattern TYPE =
            Pattern.compile(
                    "multipart/form-data\\s*;(?:.*;)?\\s*boundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))\\s*(?:;.*)?",
                    Pattern.CASE_INSENSITIVE);

    private final InputStream raw;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;

    /// Bytes from `at` that belong to this part for sure.
    private int clear;

    private boolean atDelimiter;

    /// @return empty where a content type is not that of a form with a boundary
    public static Optional<PartStream> of(InputStream body, String contentType) {
        Matcher type = TYPE.matcher(contentType.strip());
        return type.matches()
                ? Optional.of(
                        new PartStream(body, type.group(1) == null ? type.group(2) : type.group(1)))
                : Optional.empty();
    }

    private PartStream(InputStream raw, String boundary) {
        this.raw = raw;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        // The first delimiter has no line before it.
        buffer[0] = '\r';
        buffer[1] = '\n';
        end = 2;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /// @throws EOFException when the body ends before the part does
    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        while (clear == 0 && !atDelimiter) {
            scan();
        }
        if (clear == 0) {
            return -1;
        }
        int read = Math.min(length, clear);
        System.arraycopy(buffer, at, into, offset, read);
        at += read;
        clear -= read;
        return read;
    }

    private void scan() throws IOException {
        fill();
        int found = indexOfDelimiter();
        if (found >= 0) {
            clear = found - at;
            atDelimiter = clear == 0;
        } else if (end - at >= delimiter.length) {
            clear = end - at - delimiter.length + 1;
        }
    }

    /// Makes room and reads on, so that a delimiter would fit.
    private void fill() throws IOException {
        if (end - at >= delimiter.length) {
            return;
        }
        System.arraycopy(buffer, at, buffer, 0, end - at);
        end -= at;
        at = 0;
        int read = raw.read(buffer, end, buffer.length - end);
        if (read < 0) {
            throw new EOFException("the form ends inside a part");
        }
        end += read;
    }

    private int indexOfDelimiter() {
        for (int i = at; i <= end - delimiter.length; i++) {
            if (buffer[i] == '\r'
                    && Arrays.equals(
                            buffer, i, i + delimiter.length, delimiter, 0, delimiter.length)) {
                return i;
            }
        }
        return -1;
    }

    /// Goes on behind the delimiter that ended the part before. False when it was the last.
    ///
    /// @throws FormException when something else follows
    public boolean nextPart() throws IOException {
        if (!atDelimiter || clear > 0) {
            throw new IllegalStateException("the part was not read to its end");
        }
        at += delimiter.length;
        atDelimiter = false;
        int first = one();
        int second = one();
        if (first == '-' && second == '-') {
            return false;
        }
        if (first != '\r' || second != '\n') {
            throw new FormException("something follows a boundary");
        }
        return true;
    }

    /// The headers of the part that was begun.
    ///
    /// @param spent told how many bytes were read, and may throw when they are too many
    /// @throws FormException when they are none
    public PartHead head(IntConsumer spent) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(spent); !line.isEmpty(); line = line(spent)) {
            lines.add(line);
        }
        return PartHead.parse(lines);
    }

    private String line(IntConsumer spent) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int read = read(); read != '\n'; read = read()) {
            if (read < 0) {
                throw new FormException("a part ends in its headers");
            }
            spent.accept(1);
            line.write(read);
        }
        String text = utf8(line.toByteArray());
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /// @throws FormException for what is not UTF-8
    public static String utf8(byte[] bytes) throws FormException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new FormException("text that is not UTF-8");
        }
    }

    private int one() throws IOException {
        while (at == end) {
            at = 0;
            end = 0;
            int read = raw.read(buffer, 0, buffer.length);
            if (read < 0) {
                throw new EOFException("the form ends behind a boundary");
            }
            end = read;
        }
        return buffer[at++] & 0xff;
    }

    /// Bytes of the body that nobody read yet, up to a limit; more of them than that are too many.
    public boolean endsWithin(int limit) throws IOException {
        int left = limit - (end - at);
        byte[] sink = new byte[8 * 1024];
        while (left >= 0) {
            int read = raw.read(sink, 0, sink.length);
            if (read < 0) {
                return true;
            }
            left -= read;
        }
        return false;
    }
}
