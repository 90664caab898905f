package dev.varve.server.s3.xml;

import dev.varve.server.http.Share;
import dev.varve.server.s3.xml.DeleteDocument.Entry;
import dev.varve.server.s3.xml.XmlInput.Element;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The `DeleteResult` document: what came of each object that a [DeleteDocument] names. Between members
/// of a cluster it is of a share of them, and says their places instead of their keys: so it is read
/// back without a doubt, however often a key comes up and whatever characters it has.
public final class DeleteResultDocument {
    private static final String ROOT = "DeleteResult";
    private static final String DELETED = "Deleted";
    private static final String ERROR = "Error";
    private static final String KEY = "Key";
    private static final String PLACE = "Place";
    private static final String VERSION = "VersionId";
    private static final String MARKER = "DeleteMarkerVersionId";
    private static final String CODE = "Code";
    private static final String MESSAGE = "Message";

    private DeleteResultDocument() {}

    /// What came of one object.
    public sealed interface Row {
        /// Nothing is told of it, as of all that is deleted where only errors are wanted.
        Row UNTOLD = new Untold();

        /// @param version that was named
        /// @param marker that was made, or removed
        record Deleted(Optional<String> version, Optional<String> marker) implements Row {}

        record Refused(String code, String message) implements Row {}

        record Untold() implements Row {}
    }

    /// Of all of a request.
    public static String of(List<Entry> entries, List<Row> rows) {
        XmlWriter xml = XmlWriter.of(ROOT);
        Iterator<Row> next = rows.iterator();
        for (Entry entry : entries) {
            switch (next.next()) {
                case Row.Deleted deleted ->
                        tell(xml.begin(DELETED).text(KEY, entry.key()), deleted).end();
                case Row.Refused refused -> {
                    xml.begin(ERROR).text(KEY, entry.key());
                    entry.version().ifPresent(version -> xml.text(VERSION, version));
                    tell(xml, refused).end();
                }
                case Row.Untold _ -> {}
            }
        }
        return xml.done();
    }

    /// Of a share of a request.
    public static String of(Share share, List<Row> rows) {
        XmlWriter xml = XmlWriter.of(ROOT);
        Iterator<Row> next = rows.iterator();
        share.places()
                .forEach(place -> {
                    switch (next.next()) {
                        case Row.Deleted deleted ->
                                tell(xml.begin(DELETED).text(PLACE, place), deleted).end();
                        case Row.Refused refused ->
                                tell(xml.begin(ERROR).text(PLACE, place), refused).end();
                        case Row.Untold _ -> {}
                    }
                });
        return xml.done();
    }

    private static XmlWriter tell(XmlWriter xml, Row.Deleted deleted) {
        deleted.version().ifPresent(version -> xml.text(VERSION, version));
        deleted.marker().ifPresent(marker -> xml.text("DeleteMarker", true).text(MARKER, marker));
        return xml;
    }

    private static XmlWriter tell(XmlWriter xml, Row.Refused refused) {
        return xml.text(CODE, refused.code()).text(MESSAGE, refused.message());
    }

    /// Reads what [#of(Share, List)] wrote.
    ///
    /// @param quiet whether only errors are in it
    /// @throws dev.varve.server.http.Failed for what does not tell of each object of the share
    public static List<Row> read(Share share, boolean quiet, Element root) {
        Map<Integer, Row> told = new HashMap<>();
        for (Element each : root.children()) {
            if (told.put(place(each), row(each)) != null) {
                throw XmlInput.malformed();
            }
        }
        List<Row> rows = new ArrayList<>();
        share.places()
                .forEach(place -> {
                    Row row = told.remove(place);
                    if (row == null && !quiet) {
                        throw XmlInput.malformed();
                    }
                    rows.add(row == null ? Row.UNTOLD : row);
                });
        if (!root.name().equals(ROOT) || !told.isEmpty()) {
            throw XmlInput.malformed();
        }
        return rows;
    }

    private static int place(Element element) {
        try {
            return Integer.parseInt(text(element, PLACE));
        } catch (NumberFormatException e) {
            throw XmlInput.malformed();
        }
    }

    private static Row row(Element element) {
        return switch (element.name()) {
            case DELETED -> new Row.Deleted(element.text(VERSION), element.text(MARKER));
            case ERROR -> new Row.Refused(text(element, CODE), text(element, MESSAGE));
            default -> throw XmlInput.malformed();
        };
    }

    private static String text(Element element, String child) {
        return element.text(child).orElseThrow(XmlInput::malformed);
    }
}
