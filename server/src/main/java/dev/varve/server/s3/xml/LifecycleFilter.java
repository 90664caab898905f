package dev.varve.server.s3.xml;

import dev.varve.log.LifecycleRule.Filter;
import dev.varve.server.s3.xml.XmlInput.Element;
import dev.varve.server.surface.LifecycleRules;
import dev.varve.server.surface.TagRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a lifecycle rule is about: a `Filter`, or in the first form of the API a `Prefix` of the rule.
final class LifecycleFilter {
    private static final String PREFIX = "Prefix";
    private static final String TAG = "Tag";
    private static final String LARGER = "ObjectSizeGreaterThan";
    private static final String SMALLER = "ObjectSizeLessThan";

    private LifecycleFilter() {}

    static Filter of(Element rule) {
        if (rule.child("Filter").isPresent() == rule.child(PREFIX).isPresent()) {
            throw XmlInput.malformed();
        }
        return rule.text(PREFIX)
                .map(prefix -> new Filter(true, prefix, new TreeMap<>(), -1, -1))
                .orElseGet(() -> ofFilter(rule.child("Filter").orElseThrow()));
    }

    private static Filter ofFilter(Element filter) {
        if (filter.children().size() > 1) {
            throw XmlInput.malformed();
        }
        return filter.child("And").map(LifecycleFilter::ofAnd).orElseGet(() -> ofParts(filter));
    }

    private static Filter ofAnd(Element and) {
        if (and.children().isEmpty()) {
            throw XmlInput.malformed();
        }
        return ofParts(and);
    }

    private static Filter ofParts(Element parts) {
        List<Element> others =
                parts.children().stream().filter(each -> !each.name().equals(TAG)).toList();
        LifecycleDocument.requireOnce(
                new Element(parts.name(), "", others), Set.of(PREFIX, LARGER, SMALLER));
        return new Filter(
                false,
                parts.text(PREFIX).orElse(null),
                tags(parts.children(TAG)),
                size(parts, LARGER),
                size(parts, SMALLER));
    }

    private static long size(Element parts, String name) {
        return parts.text(name)
                .map(text -> LifecycleRules.size(name, LifecycleDocument.number(text)))
                .orElse(-1L);
    }

    private static SortedMap<String, String> tags(List<Element> tags) {
        List<Map.Entry<String, String>> all = new ArrayList<>();
        for (Element tag : tags) {
            all.add(
                    Map.entry(
                            tag.text("Key").orElseThrow(XmlInput::malformed),
                            tag.text("Value").orElseThrow(XmlInput::malformed)));
        }
        return TagRules.checked(all, TagRules.MAX_OF_OBJECT);
    }

    static void write(XmlWriter xml, Filter filter) {
        if (filter.legacy()) {
            xml.text(PREFIX, filter.keys());
            return;
        }
        boolean several = parts(filter) > 1;
        xml.begin("Filter");
        if (several) {
            xml.begin("And");
        }
        if (filter.prefix() != null) {
            xml.text(PREFIX, filter.prefix());
        }
        filter.tags()
                .forEach(
                        (key, value) -> xml.begin(TAG).text("Key", key).text("Value", value).end());
        if (filter.largerThan() >= 0) {
            xml.text(LARGER, filter.largerThan());
        }
        if (filter.smallerThan() >= 0) {
            xml.text(SMALLER, filter.smallerThan());
        }
        if (several) {
            xml.end();
        }
        xml.end();
    }

    private static int parts(Filter filter) {
        return (filter.prefix() == null ? 0 : 1)
                + filter.tags().size()
                + (filter.largerThan() < 0 ? 0 : 1)
                + (filter.smallerThan() < 0 ? 0 : 1);
    }
}
