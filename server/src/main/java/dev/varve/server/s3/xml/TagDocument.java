package dev.varve.server.s3.xml;

import dev.varve.server.s3.xml.XmlInput.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The `Tagging` document of objects and buckets.
public final class TagDocument {
    private TagDocument() {}

    public record Tag(String key, String value) {}

    /// The tags as they are, in order, duplicates too.
    ///
    /// @throws dev.varve.server.http.Failed `MalformedXML`
    public static List<Tag> parse(Element root) {
        Element set = root.child("TagSet").orElseThrow(XmlInput::malformed);
        if (!root.name().equals("Tagging")) {
            throw XmlInput.malformed();
        }
        List<Tag> tags = new ArrayList<>();
        for (Element tag : set.children()) {
            if (!tag.name().equals("Tag")) {
                throw XmlInput.malformed();
            }
            tags.add(
                    new Tag(
                            tag.text("Key").orElseThrow(XmlInput::malformed),
                            tag.text("Value").orElseThrow(XmlInput::malformed)));
        }
        return tags;
    }

    public static String write(Map<String, String> tags) {
        XmlWriter xml = XmlWriter.of("Tagging").begin("TagSet");
        tags.forEach((key, value) -> xml.begin("Tag").text("Key", key).text("Value", value).end());
        return xml.done();
    }
}
