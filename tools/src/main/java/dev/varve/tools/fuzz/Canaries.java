package dev.varve.tools.fuzz;

import dev.varve.tools.s3.Endpoint;
import dev.varve.tools.s3.Hashes;
import dev.varve.tools.s3.S3Answer;
import dev.varve.tools.s3.S3Client;
import dev.varve.tools.s3.S3Request;
import dev.varve.tools.s3.XmlElement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Objects that nothing may change, with names that invite mistakes.
final class Canaries {
    private static final List<String> KEYS =
            List.of(
                    "a",
                    "a/",
                    "a/b",
                    "a//b",
                    "..",
                    "../a",
                    "./a",
                    "/",
                    "%2F",
                    "%",
                    "a b",
                    "a+b",
                    "a?b",
                    "a#b",
                    "ü/😀",
                    "a\\b",
                    "a&b<c>",
                    "con",
                    "document",
                    "chunked");

    private static final int[] SIZES = {0, 1, 1000, 65_536, 200_000};
    private static final String META = "x-amz-meta-canary";
    private final Endpoint endpoint;
    private final List<Canary> canaries = new ArrayList<>();
    private String listing = "";
    private String uploads = "";

    /// What one must be.
    static final class Canary {
        private final String key;
        private final byte[] bytes;

        Canary(String key, byte[] bytes) {
            this.key = key;
            this.bytes = bytes;
        }

        String key() {
            return key;
        }

        byte[] bytes() {
            return bytes.clone();
        }
    }

    private Canaries(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    static Canaries create(Endpoint endpoint, long seed) throws IOException {
        Canaries made = new Canaries(endpoint);
        SplittableRandom random = new SplittableRandom(seed);
        try (S3Client client = new S3Client(endpoint)) {
            client.require(S3Request.bucket("PUT", Author.CANARIES));
            for (int i = 0; i < KEYS.size(); i++) {
                byte[] bytes = new byte[i == 0 ? 1000 : SIZES[i % SIZES.length]];
                random.nextBytes(bytes);
                made.put(client, new Canary(KEYS.get(i), bytes));
            }
            client.require(S3Request.object("POST", Author.CANARIES, "open").query("uploads"));
            made.listing = made.list(client, "versions");
            made.uploads = made.list(client, "uploads");
        }
        return made;
    }

    /// One alone, which somebody else has put.
    static Canaries of(Endpoint endpoint, String content) {
        Canaries made = new Canaries(endpoint);
        made.canaries.add(new Canary("a", content.getBytes(StandardCharsets.UTF_8)));
        return made;
    }

    private void put(S3Client client, Canary canary) throws IOException {
        client.require(
                S3Request.object("PUT", Author.CANARIES, canary.key())
                        .header("content-type", "text/x-canary")
                        .header(META, Integer.toString(canary.bytes().length))
                        .body(canary.bytes()));
        canaries.add(canary);
    }

    Canary first() {
        return canaries.getFirst();
    }

    /// All that a listing says of what it lists, times and tags too.
    private String list(S3Client client, String what) throws IOException {
        XmlElement page =
                client.require(S3Request.bucket("GET", Author.CANARIES).query(what)).xml();
        return page.children().toString();
    }

    /// Reads everything back.
    void check(Findings findings) {
        try (S3Client client = new S3Client(endpoint)) {
            expect(findings, "the listing", listing, list(client, "versions"));
            expect(findings, "the open uploads", uploads, list(client, "uploads"));
            for (Canary canary : canaries) {
                check(client, canary, findings);
            }
        } catch (IOException e) {
            changed(findings, "they cannot be read: " + e);
        }
    }

    private static void check(S3Client client, Canary canary, Findings findings)
            throws IOException {
        S3Answer answer = client.call(S3Request.object("GET", Author.CANARIES, canary.key()));
        byte[] bytes = canary.bytes();
        boolean same =
                answer.status() == 200
                        && Arrays.equals(answer.body(), bytes)
                        && answer.require("etag").equals('"' + Hashes.hex(Hashes.md5(bytes)) + '"')
                        && answer.require("content-type").equals("text/x-canary")
                        && answer.require(META).equals(Integer.toString(bytes.length));
        if (!same) {
            changed(findings, canary.key() + " is " + answer);
        }
    }

    private static void expect(Findings findings, String what, String wanted, String found) {
        if (!wanted.equals(found)) {
            changed(findings, what + " was " + wanted + ", is " + found);
        }
    }

    private static void changed(Findings findings, String what) {
        findings.broken(Promise.OBJECTS_STAY_AS_THEY_WERE, what, null);
    }
}
