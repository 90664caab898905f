package dev.varve.server.s3.xml;

import java.util.ArrayDeque;
import java.util.Deque;

/// Writes one document. Control characters that XML cannot hold are written as references, which is
/// what S3 does and its SDKs read.
public final class XmlWriter {
    public static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";
    private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    private final StringBuilder out = new StringBuilder(1024).append(DECLARATION);
    private final Deque<String> open = new ArrayDeque<>();

    /// Begins a document of S3's namespace.
    public static XmlWriter of(String root) {
        XmlWriter writer = new XmlWriter();
        writer.out.append('<').append(root).append(" xmlns=\"").append(NAMESPACE).append("\">");
        writer.open.push(root);
        return writer;
    }

    /// Begins a document without namespace, as errors are.
    public static XmlWriter plain(String root) {
        return new XmlWriter().begin(root);
    }

    public XmlWriter begin(String element) {
        out.append('<').append(element).append('>');
        open.push(element);
        return this;
    }

    /// @param attributes as they are to be written
    public XmlWriter begin(String element, String attributes) {
        out.append('<').append(element).append(' ').append(attributes).append('>');
        open.push(element);
        return this;
    }

    public XmlWriter end() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    public XmlWriter text(String element, String text) {
        out.append('<').append(element).append('>');
        escape(text);
        out.append("</").append(element).append('>');
        return this;
    }

    public XmlWriter text(String element, long number) {
        out.append('<').append(element).append('>').append(number);
        out.append("</").append(element).append('>');
        return this;
    }

    public XmlWriter text(String element, boolean flag) {
        return text(element, Boolean.toString(flag));
    }

    /// Text of the element that is open.
    public XmlWriter content(String text) {
        escape(text);
        return this;
    }

    /// The document; every element that is open is ended.
    public String done() {
        while (!open.isEmpty()) {
            end();
        }
        return out.toString();
    }

    /// Runs without anything to escape, which is nearly all there is, are copied whole.
    private void escape(String text) {
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isSpecial(c)) {
                out.append(text, from, i);
                escape(c);
                from = i + 1;
            }
        }
        out.append(text, from, text.length());
    }

    private static boolean isSpecial(char c) {
        return c < ' '
                || c == '<'
                || c == '>'
                || c == '&'
                || c == '"'
                || c == 0x7f
                || c == 0xfffe
                || c == 0xffff;
    }

    private void escape(char c) {
        switch (c) {
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '&' -> out.append("&amp;");
            case '"' -> out.append("&quot;");
            default -> out.append("&#x").append(Integer.toHexString(c)).append(';');
        }
    }
}
