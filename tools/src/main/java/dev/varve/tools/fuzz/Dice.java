package dev.varve.tools.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Seeded choices, and the nonsense that all kinds of cases share.
final class Dice {
    private static final List<String> NUMBERS =
            List.of(
                    "0",
                    "1",
                    "2",
                    "-0",
                    "-1",
                    "00007",
                    "1000",
                    "1001",
                    "10001",
                    "2147483647",
                    "2147483648",
                    "-2147483648",
                    "9223372036854775807",
                    "9223372036854775808",
                    "1e3",
                    "0x10",
                    "+5",
                    "1.5",
                    "NaN",
                    "",
                    "5,5",
                    "1 2",
                    "999999999999999999999999");

    private static final List<String> WORDS =
            List.of(
                    "",
                    "a",
                    ".",
                    "..",
                    "/",
                    "//",
                    "../../etc/passwd",
                    "null",
                    "None",
                    "%",
                    "%00",
                    "%zz",
                    "%2F",
                    "+",
                    "*",
                    "?",
                    "#",
                    "&",
                    "=",
                    ";",
                    "'",
                    "\"",
                    "<",
                    ">",
                    "<x/>",
                    "&amp;",
                    "&x;",
                    "${x}",
                    "{}",
                    "[]",
                    "a=b&c=d",
                    "true",
                    "false",
                    "1970-01-01",
                    "2999-12-31T23:59:59Z",
                    "Thu, 01 Jan 1970 00:00:00 GMT",
                    "file:///etc/passwd");

    private static final List<String> BEYOND_ASCII =
            List.of(
                    "ü",
                    "\u00a0",
                    "\ufffd",
                    "\uffff",
                    "\ud83d\ude00",
                    "e\u0301",
                    "\u202e",
                    "\u0000",
                    "a\u0000b",
                    "\u0001",
                    "\u007f",
                    "\r\n",
                    "a\nb",
                    "\t");

    private static final List<String> TOKENS =
            List.of(
                    "\r\n",
                    "\r\n\r\n",
                    "\n",
                    "\r",
                    "\0",
                    "%",
                    "%2",
                    ":",
                    " ",
                    "\t",
                    ";",
                    ",",
                    "HTTP/1.1",
                    "GET / HTTP/1.1\r\n",
                    "Content-Length: 5\r\n",
                    "Transfer-Encoding: chunked\r\n",
                    "0\r\n\r\n",
                    "ffffffff",
                    "<",
                    "]]>",
                    "&",
                    "\"",
                    "--",
                    "\u00ff");

    private final SplittableRandom random;

    Dice(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /// Another die of its own.
    Dice split() {
        return new Dice(random.nextLong());
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    final <T> T pick(T... from) {
        return from[random.nextInt(from.length)];
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    /// Mostly small, now and then large.
    int size() {
        return chance(90) ? below(2000) : below(300_000);
    }

    String number() {
        return chance(80) ? pick(NUMBERS) : Long.toString(random.nextLong());
    }

    /// Text that fits into a header as it is.
    String plain() {
        return switch (below(10)) {
            case 0 -> number();
            case 1 -> "x".repeat(below(5000));
            case 2 -> "a,".repeat(below(200));
            default -> pick(WORDS);
        };
    }

    /// Text of any characters.
    String word() {
        return chance(25) ? pick(BEYOND_ASCII) + pick(WORDS) : plain();
    }

    /// Some small edits.
    byte[] mutated(byte[] bytes) {
        byte[] changed = bytes;
        for (int i = 0; i <= below(4); i++) {
            changed = edited(changed);
        }
        return changed;
    }

    private byte[] edited(byte[] bytes) {
        if (bytes.length == 0) {
            return bytes(1 + below(20));
        }
        // Most that is interesting is near the front.
        int at = below(chance(70) ? Math.min(bytes.length, 1500) : bytes.length);
        int end = Math.min(bytes.length, at + 1 + below(30));
        return switch (below(7)) {
            case 0 -> with(bytes, at, (byte) (bytes[at] ^ (1 << below(8))));
            case 1 -> with(bytes, at, (byte) below(256));
            case 2 -> spliced(bytes, at, end, new byte[0]);
            case 3 -> spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, end));
            case 4 -> spliced(bytes, at, at, pick(TOKENS).getBytes(StandardCharsets.ISO_8859_1));
            case 5 -> spliced(bytes, at, end, bytes(below(30)));
            default -> Arrays.copyOf(bytes, at);
        };
    }

    private static byte[] with(byte[] bytes, int at, byte value) {
        byte[] changed = bytes.clone();
        changed[at] = value;
        return changed;
    }

    /// The bytes with what is between `at` and `end` replaced.
    private static byte[] spliced(byte[] bytes, int at, int end, byte[] by) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + by.length);
        out.write(bytes, 0, at);
        out.writeBytes(by);
        out.write(bytes, end, bytes.length - end);
        return out.toByteArray();
    }
}
