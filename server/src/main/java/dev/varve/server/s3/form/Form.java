package dev.varve.server.s3.form;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A form up to its file. What comes behind the file is not looked at.
public final class Form {
    /// All fields before the file together, as on S3.
    public static final int MAX_FIELDS_BYTES = 20 * 1024;

    private static final int MAX_AFTER_FILE = 64 * 1024;
    private static final String FILE = "file";
    private static final Pattern TYPE =
            Pattern.compile(
                    "multipart/form-data\\s*;(?:.*;)?\\s*boundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))\\s*(?:;.*)?",
                    Pattern.CASE_INSENSITIVE);

    /// What is quoted is matched possessively: else a long one would take a stack frame a character.
    private static final Pattern PARAMETER =
            Pattern.compile(
                    ";\\s*(name|filename)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s;\"]+))",
                    Pattern.CASE_INSENSITIVE);

    private final PartStream parts;
    private final SortedMap<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private int left = MAX_FIELDS_BYTES;
    private String fileName = "";

    private Form(PartStream parts) {
        this.parts = parts;
    }

    /// What the headers of a part say.
    private record Head(String name, String fileName) {}

    /// Reads all fields before the file.
    ///
    /// @throws Failed for what is no form, has no file, or more than [#MAX_FIELDS_BYTES] before it
    /// @throws IOException when the body breaks off
    public static Form read(InputStream body, String contentType) throws IOException {
        Matcher type = TYPE.matcher(contentType.strip());
        if (!type.matches()) {
            throw new Failed(
                    ErrorCode.PRECONDITION_FAILED,
                    "Bucket POST must be of the enclosure-type multipart/form-data");
        }
        String boundary = type.group(1) == null ? type.group(2) : type.group(1);
        Form form = new Form(new PartStream(body, boundary));
        try {
            form.readFields();
        } catch (FormException e) {
            throw malformed();
        }
        return form;
    }

    /// Names without case, values as sent.
    public SortedMap<String, String> fields() {
        return Collections.unmodifiableSortedMap(fields);
    }

    /// Without the folders that some browsers send.
    public String fileName() {
        return fileName;
    }

    /// The file, to be read once. Its end comes only when the form ends as it should.
    public InputStream file() {
        return new FileStream(parts);
    }

    private void readFields() throws IOException {
        value(); // what is before the first boundary is nothing
        while (parts.nextPart()) {
            Head head = head();
            if (head.name().equalsIgnoreCase(FILE)) {
                fileName = withoutFolders(head.fileName());
                return;
            }
            String value = utf8(value());
            if (fields.putIfAbsent(head.name(), value) != null) {
                throw malformed();
            }
        }
        throw new Failed(
                ErrorCode.INCORRECT_NUMBER_OF_FILES,
                "POST requires exactly one file upload per request.");
    }

    private static String withoutFolders(String path) {
        return path.substring(1 + Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')));
    }

    private Head head() throws IOException {
        String name = "";
        String file = "";
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-disposition:")) {
                Matcher parameter = PARAMETER.matcher(line);
                while (parameter.find()) {
                    String text =
                            parameter.group(2) == null
                                    ? parameter.group(3)
                                    : parameter.group(2).replace("\\\"", "\"");
                    if (parameter.group(1).equalsIgnoreCase("name")) {
                        name = text;
                    } else {
                        file = text;
                    }
                }
            }
        }
        if (name.isEmpty()) {
            throw malformed();
        }
        return new Head(name, file);
    }

    private String line() throws IOException {
        java.io.ByteArrayOutputStream line = new java.io.ByteArrayOutputStream();
        for (int read = parts.read(); read != '\n'; read = parts.read()) {
            if (read < 0) {
                throw malformed();
            }
            spend(1);
            line.write(read);
        }
        String text = utf8(line.toByteArray());
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private byte[] value() throws IOException {
        byte[] value = parts.readNBytes(left + 1);
        spend(value.length);
        return value;
    }

    private void spend(int bytes) {
        left -= bytes;
        if (left < 0) {
            throw new Failed(
                    ErrorCode.MAX_POST_PRE_DATA_LENGTH_EXCEEDED,
                    "Your POST request fields preceding the upload file were too large.");
        }
    }

    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw malformed();
        }
    }

    private static Failed malformed() {
        return new Failed(
                ErrorCode.MALFORMED_POST_REQUEST,
                "The body of your POST request is not well-formed multipart/form-data.");
    }

    /// The file's part, which is at its end only when the body is.
    private static final class FileStream extends InputStream {
        private final PartStream parts;
        private boolean ended;

        FileStream(PartStream parts) {
            this.parts = parts;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (ended) {
                return -1;
            }
            int read = parts.read(into, offset, length);
            if (read < 0) {
                ended = true;
                requireEnd();
            }
            return read;
        }

        private void requireEnd() throws IOException {
            try {
                parts.nextPart();
            } catch (FormException e) {
                throw malformed();
            }
            if (!parts.endsWithin(MAX_AFTER_FILE)) {
                throw malformed();
            }
        }
    }
}
