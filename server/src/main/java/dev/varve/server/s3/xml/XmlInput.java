package dev.varve.server.s3.xml;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.MissingResourceException;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Reads a document that a client sent: UTF-8, without DTD, entities or processing instructions,
/// and within limits of size, depth and number of elements. Namespaces and attributes are ignored.
public final class XmlInput {
    /// The limit for all documents but the list of parts of a completion.
    public static final long DEFAULT_LIMIT = 1L << 20;

    private static final int MAX_DEPTH = 16;
    private static final int MAX_ELEMENTS = 100_000;
    private static final XMLInputFactory FACTORY = factory();

    private final XMLStreamReader reader;
    private int elements;

    private XmlInput(XMLStreamReader reader) {
        this.reader = reader;
    }

    /// @param name without prefix
    /// @param text directly in it, as it is; S3 trims nothing
    public record Element(String name, String text, List<Element> children) {
        public Element {
            children = List.copyOf(children);
        }

        public Optional<Element> child(String child) {
            return children.stream().filter(each -> each.name().equals(child)).findFirst();
        }

        public List<Element> children(String child) {
            return children.stream().filter(each -> each.name().equals(child)).toList();
        }

        /// The text of the first child of that name.
        public Optional<String> text(String child) {
            return child(child).map(Element::text);
        }
    }

    /// @throws Failed `MalformedXML` for what is not such a document, `MaxMessageLengthExceeded`
    ///     for more than `maxBytes`
    /// @throws IOException when the body cannot be read to its end
    public static Element parse(InputStream in, long maxBytes) throws IOException {
        byte[] bytes = in.readNBytes(Math.toIntExact(maxBytes + 1));
        if (bytes.length > maxBytes) {
            throw new Failed(ErrorCode.MAX_MESSAGE_LENGTH_EXCEEDED, "Your request was too big.");
        }
        try {
            XMLStreamReader reader =
                    FACTORY.createXMLStreamReader(new StringReader(utf8(bytes).toString()));
            try {
                return new XmlInput(reader).document();
            } finally {
                reader.close();
            }
        } catch (XMLStreamException | CharacterCodingException | MissingResourceException e) {
            // The JDK lacks the text of an error that it finds in a DTD, and fails over that
            // instead.
            throw malformed();
        }
    }

    private Element document() throws XMLStreamException {
        requireUtf8();
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    Element root = element(1);
                    rest();
                    return root;
                }
                case XMLStreamConstants.COMMENT, XMLStreamConstants.SPACE -> {}
                default -> throw malformed();
            }
        }
        throw malformed();
    }

    private void requireUtf8() {
        String declared = reader.getCharacterEncodingScheme();
        if (declared != null && !declared.equalsIgnoreCase("UTF-8")) {
            throw malformed();
        }
    }

    private Element element(int depth) throws XMLStreamException {
        if (depth > MAX_DEPTH || ++elements > MAX_ELEMENTS) {
            throw malformed();
        }
        String name = reader.getLocalName();
        StringBuilder text = new StringBuilder();
        List<Element> children = new ArrayList<>();
        while (true) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> children.add(element(depth + 1));
                case XMLStreamConstants.CHARACTERS,
                        XMLStreamConstants.CDATA,
                        XMLStreamConstants.SPACE ->
                        text.append(reader.getText());
                case XMLStreamConstants.COMMENT -> {}
                case XMLStreamConstants.END_ELEMENT -> {
                    return new Element(name, text.toString(), children);
                }
                default -> throw malformed();
            }
        }
    }

    private void rest() throws XMLStreamException {
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.COMMENT,
                        XMLStreamConstants.SPACE,
                        XMLStreamConstants.END_DOCUMENT -> {}
                default -> throw malformed();
            }
        }
    }

    private static CharBuffer utf8(byte[] bytes) throws CharacterCodingException {
        CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        if (text.hasRemaining() && text.charAt(0) == '\ufeff') {
            text.get();
        }
        return text;
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setXMLResolver((publicId, systemId, baseUri, namespace) -> {
            throw new XMLStreamException("nothing is resolved");
        });
        return factory;
    }

    /// For documents that are XML, but not what they should be.
    public static Failed malformed() {
        return new Failed(
                ErrorCode.MALFORMED_XML,
                "The XML you provided was not well-formed or did not validate against our"
                        + " published schema");
    }
}
