package dev.varve.server.s3.xml;

import dev.varve.log.NotificationRule;
import dev.varve.log.NotificationRule.Kind;
import dev.varve.log.WebhookFilter;
import dev.varve.log.WebhookName;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.s3.xml.XmlInput.Element;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `NotificationConfiguration`, in and out. Its targets are webhooks, by name.
public final class NotificationDocument {
    private static final int LONGEST = 1024;
    private static final Pattern ARN =
            Pattern.compile("arn:varve:(sns|sqs|lambda)::([^:]+):webhook");
    private static final Set<String> KNOWN_PARTS = Set.of("Id", "Event", "Filter");

    /// What a kind of target is called: the configuration, its element, the service in its ARN.
    private enum Form {
        TOPIC(Kind.TOPIC, "TopicConfiguration", "Topic", "sns"),
        QUEUE(Kind.QUEUE, "QueueConfiguration", "Queue", "sqs"),
        FUNCTION(Kind.FUNCTION, "CloudFunctionConfiguration", "CloudFunction", "lambda");

        private final Kind kind;
        private final String element;
        private final String target;
        private final String service;

        Form(Kind kind, String element, String target, String service) {
            this.kind = kind;
            this.element = element;
            this.target = target;
            this.service = service;
        }

        static Optional<Form> of(Predicate<Form> wanted) {
            return List.of(values()).stream().filter(wanted).findFirst();
        }
    }

    private NotificationDocument() {}

    /// @param events whether there is such an event, or kind of events
    /// @throws Failed `MalformedXML` for what is no such document, `InvalidArgument` for rules that
    ///     cannot be
    public static List<NotificationRule> parse(Element root, Predicate<String> events) {
        if (!root.name().equals("NotificationConfiguration")
                || root.children().size() > NotificationRule.MAX) {
            throw XmlInput.malformed();
        }
        List<NotificationRule> rules = new ArrayList<>();
        for (Element child : root.children()) {
            if (child.name().equals("EventBridgeConfiguration")) {
                throw new Failed(
                        ErrorCode.NOT_IMPLEMENTED, "There is no EventBridge to be told of events.");
            }
            Form form =
                    Form.of(each -> each.element.equals(child.name()))
                            .orElseThrow(XmlInput::malformed);
            rules.add(rule(child, form, events));
        }
        requireApart(rules);
        return rules;
    }

    private static NotificationRule rule(Element of, Form form, Predicate<String> events) {
        boolean known =
                of.children().stream()
                        .allMatch(each ->
                                KNOWN_PARTS.contains(each.name())
                                        || each.name().equals(form.target));
        List<String> named = of.children("Event").stream().map(Element::text).toList();
        if (!known || named.isEmpty()) {
            throw XmlInput.malformed();
        }
        for (String event : named) {
            if (!events.test(event)) {
                throw invalid("The event '" + event + "' is not supported for notifications");
            }
        }
        String arn = of.text(form.target).orElseThrow(XmlInput::malformed);
        String id = of.text("Id").filter(each -> !each.isEmpty()).orElseGet(() -> newId());
        Key key = key(of.child("Filter"));
        try {
            return new NotificationRule(
                    id,
                    form.kind,
                    target(arn, form),
                    new WebhookFilter(named, key.prefix, key.suffix, new TreeMap<>()));
        } catch (IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }

    private static WebhookName target(String arn, Form form) {
        Matcher matcher = ARN.matcher(arn);
        if (!matcher.matches()
                || !matcher.group(1).equals(form.service)
                || !WebhookName.isValid(matcher.group(2))) {
            throw invalid("The ARN is not well formed")
                    .detail("ArgumentName", form.target)
                    .detail("ArgumentValue", arn);
        }
        return new WebhookName(matcher.group(2));
    }

    private record Key(String prefix, String suffix) {}

    private static Key key(Optional<Element> filter) {
        List<Element> rules =
                filter.flatMap(each -> each.child("S3Key"))
                        .map(each -> each.children("FilterRule"))
                        .orElse(List.of());
        TreeMap<String, String> said = new TreeMap<>();
        for (Element rule : rules) {
            String name = rule.text("Name").orElse("").toLowerCase(Locale.ROOT);
            String value = rule.text("Value").orElse("");
            if (!name.equals("prefix") && !name.equals("suffix")) {
                throw invalid("filter rule name must be either prefix or suffix");
            }
            if (value.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
                throw invalid("Size of filter rule value cannot exceed 1024 bytes in UTF-8");
            }
            if (said.put(name, value) != null) {
                throw invalid("Cannot specify more than one " + name + " rule in a filter.");
            }
        }
        return new Key(said.getOrDefault("prefix", ""), said.getOrDefault("suffix", ""));
    }

    private static void requireApart(List<NotificationRule> rules) {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < rules.size(); i++) {
            if (!ids.add(rules.get(i).id())) {
                throw invalid("Same ID used for multiple configurations. IDs must be unique");
            }
            for (NotificationRule before : rules.subList(0, i)) {
                if (rules.get(i).overlaps(before)) {
                    throw invalid(
                            "Configuration is ambiguously defined. Cannot have overlapping suffixes"
                                    + " in two rules if the prefixes are overlapping for the same event"
                                    + " type.");
                }
            }
        }
    }

    private static Failed invalid(String message) {
        return new Failed(ErrorCode.INVALID_ARGUMENT, message);
    }

    public static String write(List<NotificationRule> rules) {
        XmlWriter xml = XmlWriter.of("NotificationConfiguration");
        rules.forEach(rule -> write(xml, rule));
        return xml.done();
    }

    private static void write(XmlWriter xml, NotificationRule rule) {
        Form form = Form.of(each -> each.kind == rule.kind()).orElseThrow();
        xml.begin(form.element).text("Id", rule.id());
        xml.text(form.target, arn(rule));
        rule.filter().events().forEach(event -> xml.text("Event", event));
        if (!rule.filter().prefix().isEmpty() || !rule.filter().suffix().isEmpty()) {
            xml.begin("Filter").begin("S3Key");
            write(xml, "prefix", rule.filter().prefix());
            write(xml, "suffix", rule.filter().suffix());
            xml.end().end();
        }
        xml.end();
    }

    private static void write(XmlWriter xml, String name, String value) {
        if (!value.isEmpty()) {
            xml.begin("FilterRule").text("Name", name).text("Value", value).end();
        }
    }

    /// How a rule names its target.
    public static String arn(NotificationRule rule) {
        Form form = Form.of(each -> each.kind == rule.kind()).orElseThrow();
        return "arn:varve:" + form.service + "::" + rule.target() + ":webhook";
    }
}
