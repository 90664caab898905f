package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.ETag;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Headers;
import dev.varve.server.s3.form.Form;
import dev.varve.server.s3.xml.CompleteDocument;
import dev.varve.server.s3.xml.DeleteDocument;
import dev.varve.server.s3.xml.ObjectLockDocuments;
import dev.varve.server.s3.xml.TagDocument;
import dev.varve.server.s3.xml.XmlInput;
import dev.varve.server.store.ByteRange;
import dev.varve.server.surface.Conditions;
import dev.varve.server.surface.RangeHeader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whatever bytes come in headers and bodies: they are understood or refused, and nothing else.
final class FuzzSimulation {
    private static final long SEED = Long.getLong("varve.seed", 20261126);
    private static final int ROUNDS = 20_000;
    private static final String FORM =
            """
            --b
            Content-Disposition: form-data; name="key"

            k
            --b
            Content-Disposition: form-data; name="file"; filename="f"

            body
            --b--
            """
                    .replace("\n", "\r\n");
    private static final List<String> DOCUMENTS =
            List.of(
                    "<Delete><Quiet>true</Quiet><Object><Key>k</Key><ETag>e</ETag></Object></Delete>",
                    "<Tagging><TagSet><Tag><Key>k</Key><Value>v</Value></Tag></TagSet></Tagging>",
                    "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>&quot;e&quot;"
                            + "</ETag></Part></CompleteMultipartUpload>",
                    "<Retention><Mode>GOVERNANCE</Mode><RetainUntilDate>2140-01-01T00:00:00Z"
                            + "</RetainUntilDate></Retention>",
                    "<?xml version=\"1.0\"?><LegalHold><Status>ON</Status></LegalHold>");

    private final Random random = new Random(SEED);

    /// Changes, removes, doubles and inserts a few bytes.
    private byte[] mutated(String text) {
        StringBuilder all = new StringBuilder(text);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(all.length());
            switch (random.nextInt(4)) {
                case 0 -> all.setCharAt(at, (char) random.nextInt(256));
                case 1 -> all.deleteCharAt(at);
                case 2 -> all.insert(at, (char) random.nextInt(256));
                default -> all.insert(at, all.substring(at, Math.min(all.length(), at + 20)));
            }
            if (all.isEmpty()) {
                all.append('x');
            }
        }
        return all.toString()
                .getBytes(
                        random.nextBoolean()
                                ? StandardCharsets.UTF_8
                                : StandardCharsets.ISO_8859_1);
    }

    private String noise(String alphabet) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(20); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    @Test
    void understandsOrRefusesDocuments() throws IOException {
        int understood = 0;
        for (int i = 0; i < ROUNDS; i++) {
            byte[] bytes = mutated(DOCUMENTS.get(random.nextInt(DOCUMENTS.size())));
            try {
                XmlInput.Element root =
                        XmlInput.parse(new ByteArrayInputStream(bytes), XmlInput.DEFAULT_LIMIT);
                readAs(root);
                understood++;
            } catch (Failed refused) {
                assertThat(refused.code().status()).as("seed " + SEED).isEqualTo(400);
            }
        }
        assertThat(understood).isPositive();
    }

    private static void readAs(XmlInput.Element root) {
        switch (root.name()) {
            case "Delete" -> DeleteDocument.parse(root);
            case "Tagging" -> Tags.ofObject(TagDocument.parse(root));
            case "CompleteMultipartUpload" -> CompleteDocument.parse(root);
            case "Retention" -> ObjectLockDocuments.retention(root);
            default -> ObjectLockDocuments.isOn(root);
        }
    }

    @Test
    void understandsOrRefusesForms() {
        int understood = 0;
        for (int i = 0; i < ROUNDS; i++) {
            byte[] bytes = mutated(FORM);
            try {
                Form form =
                        Form.read(
                                new ByteArrayInputStream(bytes), "multipart/form-data; boundary=b");
                form.file().readAllBytes();
                understood++;
            } catch (Failed refused) {
                assertThat(refused.code().status()).as("seed " + SEED).isEqualTo(400);
            } catch (IOException broken) {
                assertThat(broken).as("seed " + SEED).isNotNull();
            }
        }
        assertThat(understood).isPositive();
    }

    @Test
    void readsAnyRange() {
        for (int i = 0; i < ROUNDS; i++) {
            String header = "bytes=" + noise("0123456789-, ");
            assertThat(RangeHeader.parse(header)).as(header).isInstanceOf(ByteRange.class);
            RangeHeader.exact(header)
                    .ifPresent(range -> assertThat(RangeHeader.parse(header)).isEqualTo(range));
        }
    }

    @Test
    void readsAnyCondition() {
        for (int i = 0; i < ROUNDS; i++) {
            String header = noise("ab\"\\*,W/ \t");
            Headers headers =
                    new Headers()
                            .add("if-match", header)
                            .add("if-none-match", header)
                            .add("if-modified-since", header);
            for (ETag tag : Conditions.ofRead(headers).ifMatch()) {
                assertThat(tag.value()).as(header).doesNotContain("\"");
            }
        }
    }

    @Test
    void understandsOrRefusesCopySources() {
        for (int i = 0; i < ROUNDS; i++) {
            String header = noise("/%2fFab?versionId=null");
            try {
                CopySource source = CopySource.parse(header);
                assertThat(source.key().length()).as(header).isPositive();
            } catch (Failed refused) {
                assertThat(refused.code().status()).as(header).isIn(400, 404);
            }
        }
    }

    @Test
    void understandsOrRefusesTags() {
        for (int i = 0; i < ROUNDS; i++) {
            String header = noise("ab=&%20+;\u00e4");
            try {
                assertThat(Tags.ofHeader(header).size()).as(header).isLessThanOrEqualTo(10);
            } catch (Failed refused) {
                assertThat(refused.code().status()).as(header).isEqualTo(400);
            }
        }
    }
}
