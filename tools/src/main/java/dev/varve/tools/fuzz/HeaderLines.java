package dev.varve.tools.fuzz;

/// Header lines that break HTTP's rules: lengths that disagree, names and values that are none, too
/// many, too long.
final class HeaderLines implements Family {
    private static final String NAME = "header lines";

    @Override
    public Case next(Dice dice) {
        StringBuilder head = new StringBuilder();
        head.append(dice.pick("GET", "PUT", "POST", "DELETE", "HEAD")).append(" /");
        head.append(Author.CANARIES).append("/a HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        for (int i = 0; i <= dice.below(4); i++) {
            head.append(line(dice)).append(dice.chance(95) ? "\r\n" : dice.pick("\n", "\r", ""));
        }
        return Case.raw(NAME, head + "\r\n" + dice.pick("", "hello", "5\r\nhello\r\n0\r\n\r\n"));
    }

    private static String line(Dice dice) {
        return switch (dice.below(5)) {
            case 0 -> "Content-Length: " + dice.number();
            case 1 ->
                    "Transfer-Encoding: "
                            + dice.pick(
                                    "chunked",
                                    "gzip",
                                    "chunked, chunked",
                                    "xchunked",
                                    "chunked;a=b",
                                    "identity",
                                    "",
                                    " chunked",
                                    "Chunked\u000b",
                                    "gzip, chunked");
            case 2 -> odd(dice);
            case 3 ->
                    dice.pick("Authorization", "Expect", "Connection", "Upgrade", "Date", "Cookie")
                            + ": "
                            + dice.plain();
            default -> meaningful(dice);
        };
    }

    private static String odd(Dice dice) {
        return switch (dice.below(10)) {
            case 0 -> "no colon at all";
            case 1 -> ": no name";
            case 2 -> "Name : space";
            case 3 -> "Folded: a\r\n b";
            case 4 -> "Nul: a\0b";
            case 5 -> "High: \u00ff\u00fe" + dice.word();
            case 6 -> "Long: " + "v".repeat(dice.below(80_000));
            case 7 -> "N".repeat(dice.below(20_000)) + ": v";
            case 8 -> "Many: v\r\n".repeat(dice.below(3000)) + "Many: v";
            default -> "\u0001\u007f(): v";
        };
    }

    private static String meaningful(Dice dice) {
        return dice.pick(
                "Expect: 100-continue",
                "Connection: close, keep-alive",
                "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: "
                        + dice.plain(),
                "Upgrade: websocket\r\nConnection: upgrade",
                "Authorization: AWS4-HMAC-SHA256 Credential="
                        + dice.plain()
                        + ",SignedHeaders=,Signature=",
                "Authorization: AWS4-HMAC-SHA256",
                "Authorization: AWS " + dice.plain() + ":" + dice.plain(),
                "Authorization: Bearer " + dice.plain(),
                "Content-Encoding: gzip, aws-chunked",
                "TE: trailers\r\nTrailer: x",
                "x-amz-content-sha256: " + dice.plain());
    }
}
