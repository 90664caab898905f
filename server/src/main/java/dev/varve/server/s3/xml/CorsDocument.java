package dev.varve.server.s3.xml;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.s3.xml.XmlInput.Element;
import dev.varve.server.surface.CorsRule;
import dev.varve.server.surface.CorsRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `CORSConfiguration`, in and out. Credentials are not S3's: rules that were set through the API and allow
/// them say so in an element of their own, so that what is read and written back stays the same.
public final class CorsDocument {
    private static final String RULE = "CORSRule";
    private static final Map<String, String> NAMES =
            Map.of(
                    "id", "ID",
                    "origins", "AllowedOrigin",
                    "methods", "AllowedMethod",
                    "headers", "AllowedHeader",
                    "exposed", "ExposeHeader",
                    "maxAge", "MaxAgeSeconds");

    private CorsDocument() {}

    /// @throws Failed `MalformedXML` for what is no such document, `InvalidRequest` for a rule that
    ///     cannot be
    public static CorsRules parse(Element root) {
        List<Element> rules = root.children(RULE);
        if (!root.name().equals("CORSConfiguration")
                || rules.isEmpty()
                || rules.size() != root.children().size()
                || rules.size() > CorsRules.MOST) {
            throw XmlInput.malformed();
        }
        List<CorsRule> all = new ArrayList<>();
        for (Element rule : rules) {
            all.add(rule(rule));
        }
        return new CorsRules(all);
    }

    private static CorsRule rule(Element rule) {
        List<String> methods = texts(rule, "AllowedMethod");
        if (methods.contains("PATCH")) {
            throw invalid(
                    "Found unsupported HTTP method in CORS config. Unsupported method is PATCH");
        }
        try {
            return new CorsRule(
                    rule.text("ID").orElse(""),
                    texts(rule, "AllowedOrigin"),
                    methods,
                    texts(rule, "AllowedHeader"),
                    texts(rule, "ExposeHeader"),
                    rule.text("MaxAgeSeconds").map(CorsDocument::seconds).orElse(-1),
                    rule.text("AllowCredentials").filter("true"::equals).isPresent());
        } catch (CorsRule.Invalid e) {
            throw invalid(NAMES.getOrDefault(e.field(), e.field()) + " " + e.getMessage());
        }
    }

    private static List<String> texts(Element rule, String name) {
        return rule.children(name).stream().map(Element::text).toList();
    }

    private static int seconds(String text) {
        try {
            int seconds = Integer.parseInt(text.strip());
            if (seconds >= 0) {
                return seconds;
            }
        } catch (NumberFormatException e) {
            throw XmlInput.malformed();
        }
        throw XmlInput.malformed();
    }

    private static Failed invalid(String message) {
        return new Failed(ErrorCode.INVALID_REQUEST, message);
    }

    public static String write(CorsRules rules) {
        XmlWriter xml = XmlWriter.of("CORSConfiguration");
        rules.rules().forEach(rule -> write(xml, rule));
        return xml.done();
    }

    private static void write(XmlWriter xml, CorsRule rule) {
        xml.begin(RULE);
        if (!rule.id().isEmpty()) {
            xml.text("ID", rule.id());
        }
        rule.headers().forEach(header -> xml.text("AllowedHeader", header));
        rule.methods().forEach(method -> xml.text("AllowedMethod", method));
        rule.origins().forEach(origin -> xml.text("AllowedOrigin", origin));
        rule.exposed().forEach(header -> xml.text("ExposeHeader", header));
        if (rule.maxAge() >= 0) {
            xml.text("MaxAgeSeconds", rule.maxAge());
        }
        if (rule.credentials()) {
            xml.text("AllowCredentials", true);
        }
        xml.end();
    }
}
