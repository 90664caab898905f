package dev.varve.tools.fuzz;

import dev.varve.server.http.Percent;
import dev.varve.tools.s3.Endpoint;
import dev.varve.tools.s3.Hashes;
import dev.varve.tools.s3.S3Answer;
import dev.varve.tools.s3.S3Client;
import dev.varve.tools.s3.S3Request;
import dev.varve.tools.s3.XmlElement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// The bucket that accepted cases change. What they made of it must be whole.
final class Playground {
    private static final String PART = "x".repeat(100);
    private static final int MOST_ATTEMPTS = 3;
    private final Endpoint endpoint;
    private final Author author;

    Playground(Endpoint endpoint, Author author) {
        this.endpoint = endpoint;
        this.author = author;
    }

    /// There may be a new upload to be bent, since the last one may be gone.
    void prepare() throws IOException {
        try (S3Client client = new S3Client(endpoint)) {
            client.call(S3Request.bucket("PUT", Author.PLAYGROUND));
            client.call(
                    S3Request.object("PUT", Author.PLAYGROUND, "headers/1")
                            .body(PART.getBytes(StandardCharsets.US_ASCII)));
            String id =
                    client.require(
                                    S3Request.object("POST", Author.PLAYGROUND, "document")
                                            .query("uploads"))
                            .xml()
                            .text("UploadId");
            client.require(
                    S3Request.object("PUT", Author.PLAYGROUND, "document")
                            .query("uploadId", id)
                            .query("partNumber", "1")
                            .body(PART.getBytes(StandardCharsets.US_ASCII)));
            author.upload(id);
        }
    }

    /// As [#prepare]. What is prepared may be bent away before it is whole; only when that goes on and
    /// on is something broken.
    ///
    /// @param attempt which one in a row of failures
    boolean isPrepared(Findings findings, int attempt) {
        try {
            prepare();
            return true;
        } catch (IOException e) {
            if (attempt >= MOST_ATTEMPTS) {
                findings.broken(Promise.STAYS_UP_IN_ITS_MEMORY, "takes no uploads: " + e, null);
            }
            return false;
        }
    }

    /// Reads what the first page lists.
    void check(Findings findings) {
        try (S3Client client = new S3Client(endpoint)) {
            XmlElement page =
                    client.require(
                                    S3Request.bucket("GET", Author.PLAYGROUND)
                                            .query("list-type", "2")
                                            .query("encoding-type", "url"))
                            .xml();
            for (XmlElement listed : page.all("Contents")) {
                check(client, listed, findings);
            }
        } catch (IOException | IllegalArgumentException e) {
            findings.broken(Promise.LISTED_IS_READABLE, e.toString(), null);
        }
    }

    private static void check(S3Client client, XmlElement listed, Findings findings)
            throws IOException {
        // Not every key can be told in XML as it is.
        String key = Percent.decode(listed.text("Key"));
        S3Answer answer = client.call(S3Request.object("GET", Author.PLAYGROUND, key));
        // Between the listing and the read a case may have deleted or replaced it.
        if (answer.status() == 404) {
            return;
        }
        String etag = answer.header("etag").orElse("").replace("\"", "");
        boolean right = etag.contains("-") || etag.equals(Hashes.hex(Hashes.md5(answer.body())));
        if (answer.status() != 200 || !right) {
            findings.broken(Promise.LISTED_IS_READABLE, key + " is " + answer, null);
        }
    }
}
