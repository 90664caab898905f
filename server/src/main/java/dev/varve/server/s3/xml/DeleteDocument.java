package dev.varve.server.s3.xml;

import dev.varve.server.s3.xml.XmlInput.Element;
import java.util.List;
import java.util.Optional;

/// The `Delete` document: which objects, under which conditions.
///
/// @param quiet whether only errors are told
public record DeleteDocument(List<Entry> entries, boolean quiet) {
    public static final int MAX_ENTRIES = 1000;

    public DeleteDocument {
        entries = List.copyOf(entries);
    }

    /// Texts as sent; what they mean is for the reader to say.
    public record Entry(
            String key,
            Optional<String> version,
            Optional<String> etag,
            Optional<String> modified,
            Optional<String> size) {}

    /// @throws dev.varve.server.http.Failed `MalformedXML`, for none and for more than 1,000 too
    public static DeleteDocument parse(Element root) {
        List<Entry> entries = root.children("Object").stream().map(DeleteDocument::entry).toList();
        if (!root.name().equals("Delete") || entries.isEmpty() || entries.size() > MAX_ENTRIES) {
            throw XmlInput.malformed();
        }
        return new DeleteDocument(entries, root.text("Quiet").filter("true"::equals).isPresent());
    }

    private static Entry entry(Element object) {
        return new Entry(
                object.text("Key").orElseThrow(XmlInput::malformed),
                object.text("VersionId").filter(text -> !text.isEmpty()),
                object.text("ETag"),
                object.text("LastModifiedTime"),
                object.text("Size"));
    }
}
