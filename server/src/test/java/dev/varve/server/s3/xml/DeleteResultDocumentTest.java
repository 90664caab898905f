package dev.varve.server.s3.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Share;
import dev.varve.server.s3.xml.DeleteDocument.Entry;
import dev.varve.server.s3.xml.DeleteResultDocument.Row;
import dev.varve.server.s3.xml.XmlInput.Element;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeleteResultDocumentTest {
    private static final Share SHARE = Share.parse("0b");
    private static final Row REFUSED = new Row.Refused("AccessDenied", "Access <Denied>");
    private static final Row MARKED = new Row.Deleted(Optional.of("v"), Optional.of("m"));
    private static final Row DELETED = new Row.Deleted(Optional.empty(), Optional.empty());

    private static Element parse(String document) {
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        try {
            return XmlInput.parse(new ByteArrayInputStream(bytes), bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Row> read(boolean quiet, String document) {
        return DeleteResultDocument.read(SHARE, quiet, parse(document));
    }

    @Test
    void aShareReadsBackAsItWasWritten() {
        List<Row> rows = List.of(REFUSED, MARKED, DELETED);
        assertThat(read(false, DeleteResultDocument.of(SHARE, rows))).isEqualTo(rows);
    }

    @Test
    void onlyErrorsAreInAQuietShare() {
        List<Row> rows = List.of(Row.UNTOLD, REFUSED, Row.UNTOLD);
        String document = DeleteResultDocument.of(SHARE, rows);
        assertThat(document).doesNotContain("<Deleted>").contains("<Place>1</Place>");
        assertThat(read(true, document)).isEqualTo(rows);
    }

    @Test
    void clientsAreToldOfKeysInTheirOrder() {
        List<Entry> entries = List.of(entry("a&b", "v"), entry("a&b", "w"), entry("c", null));
        assertThat(DeleteResultDocument.of(entries, List.of(REFUSED, MARKED, Row.UNTOLD)))
                .endsWith(
                        "<Error><Key>a&amp;b</Key><VersionId>v</VersionId><Code>AccessDenied</Code>"
                                + "<Message>Access &lt;Denied&gt;</Message></Error>"
                                + "<Deleted><Key>a&amp;b</Key><VersionId>v</VersionId>"
                                + "<DeleteMarker>true</DeleteMarker>"
                                + "<DeleteMarkerVersionId>m</DeleteMarkerVersionId></Deleted>"
                                + "</DeleteResult>");
    }

    private static Entry entry(String key, @Nullable String version) {
        return new Entry(
                key,
                Optional.ofNullable(version),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<DeleteResult/>",
                "<DeleteResult>ONE</DeleteResult>",
                "<DeleteResult>ONE TWO FOUR FOUR</DeleteResult>",
                "<DeleteResult>ONE TWO FOUR<Deleted><Place>2</Place></Deleted></DeleteResult>",
                "<DeleteResult>ONE TWO<Deleted><Key>k</Key></Deleted></DeleteResult>",
                "<DeleteResult>ONE TWO<Deleted><Place>x</Place></Deleted></DeleteResult>",
                "<DeleteResult>ONE TWO<Error><Place>3</Place></Error></DeleteResult>",
                "<DeleteResult>ONE TWO<Other><Place>3</Place></Other></DeleteResult>",
                "<Other>ONE TWO FOUR</Other>"
            })
    void refusesWhatDoesNotTellOfTheShare(String document) {
        String whole =
                document.replace("ONE", "<Deleted><Place>0</Place></Deleted>")
                        .replace("TWO", "<Deleted><Place>1</Place></Deleted>")
                        .replace("FOUR", "<Deleted><Place>3</Place></Deleted>");
        Failed failed = catchThrowableOfType(Failed.class, () -> read(false, whole));
        assertThat(failed.code()).isEqualTo(ErrorCode.MALFORMED_XML);
    }
}
