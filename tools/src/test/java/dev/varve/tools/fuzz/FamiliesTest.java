package dev.varve.tools.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.tools.s3.AccessKey;
import dev.varve.tools.s3.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FamiliesTest {
    private static final AccessKey KEY = AccessKey.random();
    private static final int MANY = 300;

    private final Author author =
            new Author(
                    new Endpoint(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), KEY));

    private static String text(Case made) {
        return new String(made.bytes().toArray(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void eachMakesManyDifferentCases() {
        for (Family family : Families.all(author)) {
            Dice dice = new Dice(3);
            Set<Object> different = new HashSet<>();
            for (int i = 0; i < MANY; i++) {
                different.add(family.next(dice).bytes());
            }
            assertThat(different)
                    .as(family.getClass().getSimpleName())
                    .hasSizeGreaterThan(MANY / 2);
        }
    }

    @Test
    void wholeRequestsSayTheirLength() {
        for (Family family : Families.all(author)) {
            Dice dice = new Dice(4);
            for (int i = 0; i < MANY; i++) {
                Case made = family.next(dice);
                if (made.framed()) {
                    requireFramed(text(made));
                }
            }
        }
    }

    private static void requireFramed(String request) {
        int end = request.indexOf("\r\n\r\n");
        String head = request.substring(0, end + 2);
        int body = request.length() - end - 4;
        if (!head.contains("transfer-encoding: chunked\r\n")) {
            String wanted = "content-length: " + body + "\r\n";
            assertThat(body == 0 || head.contains(wanted)).as(head).isTrue();
        }
    }

    /// Who signs rightly is the playground's; canaries are asked for by nobody, by strangers, by
    /// forgers, and too late.
    @Test
    void neverSignsRightlyForCanaries() {
        Dice dice = new Dice(5);
        int signed = 0;
        for (int i = 0; i < MANY; i++) {
            Case made = new Queries(author).next(dice);
            boolean canaries = text(made).contains(" /" + Author.CANARIES);
            boolean playground = text(made).contains(" /" + Author.PLAYGROUND);
            assertThat(canaries).isNotEqualTo(playground);
            signed += playground ? 1 : 0;
        }
        assertThat(signed).isBetween(MANY / 2, MANY - 1);
    }

    @Test
    void bentDocumentsAreOfManyKinds() {
        Dice dice = new Dice(6);
        List<String> documents =
                Stream.generate(() ->
                                new String(
                                        Documents.bent(dice, "<A><B>c</B></A>"),
                                        StandardCharsets.ISO_8859_1))
                        .limit(MANY)
                        .toList();
        assertThat(documents)
                .anyMatch(text ->
                        text.contains("SYSTEM \"file:///etc/passwd\"") && text.contains(">&x;<"))
                .anyMatch(text -> text.contains("&l8;"))
                .anyMatch(text -> text.startsWith("<A><d><d>"))
                .anyMatch(text -> text.contains("<p:B>"))
                .contains("<A><B>c</B></A>");
    }
}
