package dev.varve.tools.fuzz;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// XML that is broken, hostile or beside the point.
final class Documents {
    private Documents() {}

    /// @param sound a document that would be taken
    static byte[] bent(Dice dice, String sound) {
        return switch (dice.below(14)) {
            case 0 -> utf8(doctype("<!ENTITY x SYSTEM \"file:///etc/passwd\">") + filled(sound));
            case 1 -> utf8(bomb() + filled(sound));
            case 2 -> utf8(doctype("<!ENTITY x \"" + "y".repeat(50_000) + "\">") + filled(sound));
            case 3 -> utf8(deep(dice, sound));
            case 4 -> utf8(sound.replace("</", dice.word().repeat(dice.below(50)) + "</"));
            case 5 -> utf8(wide(dice, sound));
            case 6 -> dice.mutated(utf8(sound));
            case 7 -> utf8(sound.substring(0, dice.below(sound.length())));
            case 8 -> utf8(dice.pick("", " ", "null", "{\"a\":1}", "<", "<a", "<?xml?>", "\ufeff"));
            case 9 -> encoded(dice, sound);
            case 10 ->
                    utf8(
                            "<?xml version=\"1.0\" standalone=\"no\"?><!-- "
                                    + dice.word()
                                    + " -->"
                                    + sound);
            case 11 ->
                    utf8(sound.replaceFirst(">", " a=\"" + "v".repeat(dice.below(9000)) + "\">"));
            case 12 -> utf8(sound.replaceAll("<(/?)", "<$1p:"));
            default -> utf8(sound);
        };
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String doctype(String declarations) {
        return "<?xml version=\"1.0\"?><!DOCTYPE r [" + declarations + "]>";
    }

    /// Ten to the eighth.
    private static String bomb() {
        StringBuilder declarations = new StringBuilder("<!ENTITY l0 \"lol\">");
        for (int i = 1; i <= 8; i++) {
            declarations.append(
                    "<!ENTITY l%d \"%s\">".formatted(i, ("&l" + (i - 1) + ";").repeat(10)));
        }
        return doctype(declarations + "<!ENTITY x \"&l8;\">");
    }

    private static String filled(String sound) {
        return sound.replaceAll(">[^<>]+</", ">&x;</");
    }

    private static String deep(Dice dice, String sound) {
        int depth = dice.below(60_000);
        int at = sound.indexOf('>') + 1;
        return sound.substring(0, at)
                + "<d>".repeat(depth)
                + (dice.chance(50) ? "</d>".repeat(depth) : "")
                + sound.substring(at);
    }

    /// The first child again and again.
    private static String wide(Dice dice, String sound) {
        int at = sound.indexOf('>') + 1;
        int end = sound.lastIndexOf("</");
        String inner = sound.substring(at, Math.max(at, end));
        return sound.substring(0, at)
                + inner.repeat(1 + dice.below(dice.chance(10) ? 50_000 : 1200))
                + sound.substring(Math.max(at, end));
    }

    private static byte[] encoded(Dice dice, String sound) {
        Charset charset =
                dice.pick(
                        StandardCharsets.UTF_16,
                        StandardCharsets.UTF_16LE,
                        StandardCharsets.ISO_8859_1);
        String declared = dice.pick("UTF-8", "UTF-16", "ISO-8859-1", "EBCDIC-CP-US", "x", "");
        return ("<?xml version=\"1.0\" encoding=\"" + declared + "\"?>" + sound).getBytes(charset);
    }
}
