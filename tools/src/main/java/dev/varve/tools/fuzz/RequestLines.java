package dev.varve.tools.fuzz;

/// Methods, targets and versions that are none.
final class RequestLines implements Family {
    private static final String NAME = "request line";

    @Override
    public Case next(Dice dice) {
        String end = dice.chance(80) ? "\r\n" : dice.pick("\n", "\r", "", "\r\r\n");
        return Case.raw(
                NAME,
                method(dice)
                        + dice.pick(" ", " ", " ", "  ", "\t", "")
                        + target(dice)
                        + dice.pick(" ", " ", " ", "  ", "\t", "")
                        + version(dice)
                        + end
                        + host(dice)
                        + "x-amz-date: 20260101T000000Z"
                        + end
                        + end);
    }

    private static String method(Dice dice) {
        return dice.chance(50)
                ? dice.pick("GET", "PUT", "POST", "DELETE", "HEAD")
                : dice.pick(
                        "OPTIONS",
                        "PATCH",
                        "TRACE",
                        "CONNECT",
                        "PRI",
                        "get",
                        "",
                        "FOO",
                        "G\0T",
                        "GET/",
                        "\u00fc",
                        "X".repeat(1 + dice.below(20_000)));
    }

    private static String target(Dice dice) {
        return switch (dice.below(6)) {
            case 0 -> "/" + Author.CANARIES + "/" + dice.word();
            case 1 -> "/" + Author.CANARIES + "?" + dice.word() + "=" + dice.word();
            case 2 -> "/" + dice.word();
            case 3 -> "/" + "a".repeat(dice.below(40_000));
            case 4 -> "/?" + dice.pick("a=b&", "&", "=", "%", "a&").repeat(dice.below(5000));
            default ->
                    dice.pick(
                            "*",
                            "",
                            "//",
                            "/..",
                            "/%",
                            "/%zz",
                            "/%00",
                            "/%ff%fe",
                            "/%C0%AF",
                            "/#x",
                            "canary/a",
                            "http://127.0.0.1/canary/a",
                            "http://",
                            "127.0.0.1:443",
                            "/canary/a|b^c{d}",
                            "/canary/./../a",
                            "/canary/a?versionId",
                            "/fuzz/../canary/a");
        };
    }

    private static String version(Dice dice) {
        return dice.chance(70)
                ? "HTTP/1.1"
                : dice.pick(
                        "HTTP/1.0",
                        "HTTP/2.0",
                        "HTTP/9.9",
                        "HTTP/1.",
                        "http/1.1",
                        "",
                        "HTTP/1.1 x",
                        "HTP/1.1",
                        "1.1");
    }

    private static String host(Dice dice) {
        return dice.chance(70)
                ? "Host: 127.0.0.1\r\n"
                : dice.pick(
                        "",
                        "Host:\r\n",
                        "Host: a\r\nHost: b\r\n",
                        "Host: [::1\r\n",
                        "Host: canary.127.0.0.1:99999999\r\n",
                        "Host: a b\r\n",
                        "Host: \u00fc\r\n",
                        "Host: " + "h".repeat(dice.below(9000)) + "\r\n");
    }
}
