package dev.varve.tools.fuzz;

import dev.varve.tools.s3.Payload;
import dev.varve.tools.s3.S3Request;
import java.nio.charset.StandardCharsets;

/// Signed uploads in chunks of HTTP that do not fit together.
final class HttpChunks implements Family {
    private static final String NAME = "HTTP chunks";
    private static final int HUGE = 48 << 20;
    private final Author author;

    HttpChunks(Author author) {
        this.author = author;
    }

    @Override
    public Case next(Dice dice) {
        StringBuilder body = new StringBuilder();
        boolean right = dice.chance(20);
        for (int i = 0; i <= dice.below(5); i++) {
            body.append(right ? chunk("x".repeat(1 + dice.below(5000)), "") : piece(dice));
        }
        body.append(right ? "0\r\n\r\n" : end(dice));
        byte[] bytes = body.toString().getBytes(StandardCharsets.ISO_8859_1);
        return author.begin(
                dice,
                Payload.UNSIGNED,
                bucket ->
                        S3Request.object("PUT", bucket, "chunked")
                                .header("transfer-encoding", "chunked"),
                signing ->
                        right
                                ? Case.framed(NAME, signing.wire(bytes))
                                : Case.raw(NAME, signing.wire(bytes).bytes()));
    }

    private static String chunk(String data, String extension) {
        return Integer.toHexString(data.length()) + extension + "\r\n" + data + "\r\n";
    }

    private static String piece(Dice dice) {
        String data = "x".repeat(1 + dice.below(100));
        return switch (dice.below(10)) {
            case 0, 1, 2 -> chunk(data, "");
            case 3 -> chunk(data, ";a=b;c=\"d;e\"");
            case 4 -> size(dice) + "\r\n" + data + "\r\n";
            case 5 -> Integer.toHexString(data.length()) + "\n" + data + "\n";
            case 6 -> Integer.toHexString(data.length()) + "\r\n" + data;
            case 7 -> chunk(data, ";" + "e".repeat(dice.below(10_000)));
            case 8 -> dice.chance(1) ? chunk("y".repeat(dice.below(HUGE)), "") : chunk(data, " ");
            default -> dice.word();
        };
    }

    private static String size(Dice dice) {
        return dice.pick(
                "ffffffffffffffff",
                "7fffffffffffffff",
                "7fffffff",
                "80000000",
                "1000000",
                "-1",
                "-5",
                "0x5",
                "",
                "g",
                "+5",
                " 5",
                "00000000000000000000000000005",
                "5".repeat(dice.below(9000)));
    }

    private static String end(Dice dice) {
        return dice.pick(
                "0\r\n\r\n",
                "0\r\n",
                "0",
                "",
                "0\n\n",
                "0\r\nTrailer: x\r\n\r\n",
                "0;e\r\n\r\n",
                "00000\r\n\r\n",
                "0\r\n" + "T: x\r\n".repeat(dice.below(2000)) + "\r\n",
                "0\r\nnot a trailer\r\n\r\n");
    }
}
