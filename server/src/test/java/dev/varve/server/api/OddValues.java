package dev.varve.server.api;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/// Values that clients should not send, and some that they may.
final class OddValues {
    private static final List<String> TEXTS =
            List.of(
                    "",
                    "a",
                    "photos",
                    "cat.jpg",
                    "-1",
                    "0",
                    "1",
                    "true",
                    "maybe",
                    "99999999999999999999999999",
                    "1e400",
                    "NaN",
                    "null",
                    "../../etc/passwd",
                    "a//b/",
                    "..",
                    "größe",
                    "\u202e\u0000\u0007",
                    "𝄞",
                    "' OR 1=1 --",
                    "%s%n${x}",
                    "2026-01-31T12:00:00Z",
                    "2026-13-45T99:00:00Z",
                    "*",
                    "\"etag\"",
                    "bytes=0-0",
                    "bytes=5-2",
                    "x".repeat(1025),
                    "y".repeat(20_000));

    /// As they stand in a path or a query: encoded well, badly and not at all.
    private static final List<String> RAW =
            List.of(
                    "photos",
                    "cat.jpg",
                    "missing",
                    "a%2Fb",
                    "%2e%2e",
                    "%",
                    "%zz",
                    "%ff%fe",
                    "%00",
                    "a+b",
                    "a%20b",
                    "%F0%9D%84%9E",
                    "ab",
                    "A_B",
                    "x.".repeat(300),
                    "1",
                    "0",
                    "-1",
                    "true",
                    "&",
                    "==",
                    ";",
                    "[]");

    private static final List<String> JSON =
            List.of(
                    "null",
                    "true",
                    "0",
                    "-1",
                    "1.5",
                    "1e400",
                    "9".repeat(400),
                    "9223372036854775808",
                    "[]",
                    "{}",
                    "[null]",
                    "[[[[1]]]]",
                    "\"\"",
                    "\"a\"",
                    "\"\\u0000\"",
                    "\"\\ud800\"",
                    "{\"a\":{\"b\":[1,2,{\"c\":null}]}}",
                    "\"" + "z".repeat(5000) + "\"");

    private final Random random;

    OddValues(Random random) {
        this.random = random;
    }

    <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    boolean oneIn(int number) {
        return random.nextInt(number) == 0;
    }

    String text() {
        return any(TEXTS);
    }

    String raw() {
        return any(RAW);
    }

    String json() {
        return any(JSON);
    }

    String header() {
        return text().replaceAll("[^\\x20-\\x7e]", "?");
    }

    /// JSON that was damaged on its way.
    byte[] damaged(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return switch (random.nextInt(7)) {
            case 0 -> new byte[0];
            case 1 ->
                    json.substring(0, random.nextInt(json.length() + 1))
                            .getBytes(StandardCharsets.UTF_8);
            case 2 -> (json + " x").getBytes(StandardCharsets.UTF_8);
            case 3 -> ("[".repeat(5000) + json).getBytes(StandardCharsets.UTF_8);
            case 4 -> json.getBytes(StandardCharsets.UTF_16);
            case 5 -> noise();
            default -> flipped(bytes);
        };
    }

    private byte[] noise() {
        byte[] noise = new byte[random.nextInt(100)];
        random.nextBytes(noise);
        return noise;
    }

    private byte[] flipped(byte[] bytes) {
        if (bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }
}
