package dev.varve.server.s3.form;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.surface.form.FormException;
import dev.varve.server.surface.form.PartHead;
import dev.varve.server.surface.form.PartStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// A form up to its file. What comes behind the file is not looked at.
public final class Form {
    /// All fields before the file together, as on S3.
    public static final int MAX_FIELDS_BYTES = 20 * 1024;

    private static final int MAX_AFTER_FILE = 64 * 1024;
    private static final String FILE = "file";
    private final PartStream parts;
    private final SortedMap<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private int left = MAX_FIELDS_BYTES;
    private String fileName = "";

    private Form(PartStream parts) {
        this.parts = parts;
    }

    /// Reads all fields before the file.
    ///
    /// @throws Failed for what is no form, has no file, or more than [#MAX_FIELDS_BYTES] before it
    /// @throws IOException when the body breaks off
    public static Form read(InputStream body, String contentType) throws IOException {
        PartStream parts =
                PartStream.of(body, contentType)
                        .orElseThrow(() ->
                                new Failed(
                                        ErrorCode.PRECONDITION_FAILED,
                                        "Bucket POST must be of the enclosure-type"
                                                + " multipart/form-data"));
        Form form = new Form(parts);
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
            PartHead head = parts.head(this::spend);
            if (head.name().equalsIgnoreCase(FILE)) {
                fileName = head.bareFileName();
                return;
            }
            String value = PartStream.utf8(value());
            if (fields.putIfAbsent(head.name(), value) != null) {
                throw malformed();
            }
        }
        throw new Failed(
                ErrorCode.INCORRECT_NUMBER_OF_FILES,
                "POST requires exactly one file upload per request.");
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
