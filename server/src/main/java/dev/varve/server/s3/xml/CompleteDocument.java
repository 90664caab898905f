package dev.varve.server.s3.xml;

import dev.varve.server.s3.xml.XmlInput.Element;
import java.util.List;

/// The `CompleteMultipartUpload` document: the parts, in order.
public record CompleteDocument(List<Entry> entries) {
    /// Room for 10,000 parts with checksums.
    public static final long LIMIT = 4L << 20;

    private static final int MAX_ENTRIES = 10_000;

    public CompleteDocument {
        entries = List.copyOf(entries);
    }

    /// @param element what else it says, such as a checksum
    public record Entry(int number, String etag, Element element) {}

    /// @throws dev.varve.server.http.Failed `MalformedXML`, for no part and for more than 10,000 too
    public static CompleteDocument parse(Element root) {
        List<Element> parts = root.children("Part");
        boolean named =
                root.name().equals("CompleteMultipartUpload")
                        || root.name().equals("MultipartUpload");
        if (!named || parts.isEmpty() || parts.size() > MAX_ENTRIES) {
            throw XmlInput.malformed();
        }
        return new CompleteDocument(parts.stream().map(CompleteDocument::entry).toList());
    }

    private static Entry entry(Element part) {
        String number = part.text("PartNumber").orElseThrow(XmlInput::malformed);
        String etag = part.text("ETag").orElseThrow(XmlInput::malformed);
        try {
            return new Entry(Integer.parseInt(number.strip()), etag.strip(), part);
        } catch (NumberFormatException e) {
            throw XmlInput.malformed();
        }
    }
}
