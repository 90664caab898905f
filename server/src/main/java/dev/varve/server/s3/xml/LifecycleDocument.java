package dev.varve.server.s3.xml;

import dev.varve.log.LifecycleRule;
import dev.varve.log.LifecycleRule.Expiration;
import dev.varve.log.LifecycleRule.Noncurrent;
import dev.varve.server.s3.xml.XmlInput.Element;
import dev.varve.server.surface.LifecycleRules;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `LifecycleConfiguration`, in and out.
public final class LifecycleDocument {
    private static final String EXPIRATION = "Expiration";
    private static final String NONCURRENT = "NoncurrentVersionExpiration";
    private static final String ABORT = "AbortIncompleteMultipartUpload";
    private static final Set<String> TRANSITIONS =
            Set.of("Transition", "NoncurrentVersionTransition");
    private static final Set<String> KNOWN =
            Set.of("ID", "Prefix", "Filter", "Status", EXPIRATION, NONCURRENT, ABORT);

    private LifecycleDocument() {}

    /// @throws dev.varve.server.http.Failed `MalformedXML` for what is no such document,
    ///     `InvalidArgument` or `InvalidRequest` for rules that cannot be
    public static List<LifecycleRule> parse(Element root) {
        List<Element> rules = root.children("Rule");
        if (!root.name().equals("LifecycleConfiguration")
                || rules.isEmpty()
                || rules.size() != root.children().size()
                || rules.size() > LifecycleRule.MAX_RULES) {
            throw XmlInput.malformed();
        }
        List<LifecycleRule> all = new ArrayList<>();
        for (Element rule : rules) {
            all.add(rule(rule));
        }
        return LifecycleRules.all(all);
    }

    private static LifecycleRule rule(Element rule) {
        if (rule.children().stream().anyMatch(each -> TRANSITIONS.contains(each.name()))) {
            throw LifecycleRules.noTransitions();
        }
        requireOnce(rule, KNOWN);
        return LifecycleRules.rule(
                rule.text("ID").filter(id -> !id.isEmpty()).orElseGet(LifecycleDocument::newId),
                isEnabled(rule.text("Status").orElse("")),
                LifecycleFilter.of(rule),
                rule.child(EXPIRATION).map(LifecycleDocument::expiration).orElse(null),
                rule.child(NONCURRENT).map(LifecycleDocument::noncurrent).orElse(null),
                rule.child(ABORT).map(LifecycleDocument::abortDays).orElse(0));
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }

    static void requireOnce(Element parent, Set<String> known) {
        Set<String> seen = new HashSet<>();
        for (Element child : parent.children()) {
            if (!known.contains(child.name()) || !seen.add(child.name())) {
                throw XmlInput.malformed();
            }
        }
    }

    private static boolean isEnabled(String status) {
        return switch (status) {
            case "Enabled" -> true;
            case "Disabled" -> false;
            default -> throw XmlInput.malformed();
        };
    }

    /// Some clients send `ExpiredObjectDeleteMarker` as `false` beside days, which says nothing.
    private static @Nullable Expiration expiration(Element of) {
        requireOnce(of, Set.of("Days", "Date", "ExpiredObjectDeleteMarker"));
        Optional<String> days = of.text("Days");
        Optional<String> date = of.text("Date");
        boolean markers =
                of.text("ExpiredObjectDeleteMarker").filter(LifecycleDocument::flag).isPresent();
        int said = (days.isPresent() ? 1 : 0) + (date.isPresent() ? 1 : 0) + (markers ? 1 : 0);
        if (said > 1 || of.children().isEmpty()) {
            throw XmlInput.malformed();
        }
        if (days.isPresent()) {
            return new Expiration.AfterDays(
                    LifecycleRules.days("'Days' for Expiration action", number(days.get())));
        }
        if (date.isPresent()) {
            return new Expiration.OnDate(date(date.get()));
        }
        return markers ? new Expiration.OfMarkers() : null;
    }

    private static Noncurrent noncurrent(Element of) {
        requireOnce(of, Set.of("NoncurrentDays", "NewerNoncurrentVersions"));
        int days =
                LifecycleRules.days(
                        "'NoncurrentDays' for NoncurrentVersionExpiration action",
                        number(of.text("NoncurrentDays").orElseThrow(XmlInput::malformed)));
        int keep =
                of.text("NewerNoncurrentVersions")
                        .map(text -> LifecycleRules.kept(number(text)))
                        .orElse(0);
        return new Noncurrent(days, keep);
    }

    private static int abortDays(Element of) {
        requireOnce(of, Set.of("DaysAfterInitiation"));
        return LifecycleRules.days(
                "'DaysAfterInitiation' for AbortIncompleteMultipartUpload action",
                number(of.text("DaysAfterInitiation").orElseThrow(XmlInput::malformed)));
    }

    private static boolean flag(String text) {
        return switch (text.strip()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw XmlInput.malformed();
        };
    }

    static long number(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw XmlInput.malformed();
        }
    }

    private static LocalDate date(String text) {
        try {
            String given = text.strip();
            if (!given.contains("T")) {
                return LocalDate.parse(given);
            }
            OffsetDateTime time = OffsetDateTime.parse(given).withOffsetSameInstant(ZoneOffset.UTC);
            if (!time.toLocalTime().equals(LocalTime.MIDNIGHT)) {
                throw LifecycleRules.argument("'Date' must be at midnight GMT");
            }
            return time.toLocalDate();
        } catch (DateTimeException e) {
            throw XmlInput.malformed();
        }
    }

    public static String write(List<LifecycleRule> rules) {
        XmlWriter xml = XmlWriter.of("LifecycleConfiguration");
        rules.forEach(rule -> write(xml, rule));
        return xml.done();
    }

    private static void write(XmlWriter xml, LifecycleRule rule) {
        xml.begin("Rule");
        write(xml, rule.expiration());
        xml.text("ID", rule.id());
        LifecycleFilter.write(xml, rule.filter());
        xml.text("Status", rule.enabled() ? "Enabled" : "Disabled");
        Noncurrent noncurrent = rule.noncurrent();
        if (noncurrent != null) {
            xml.begin(NONCURRENT).text("NoncurrentDays", noncurrent.days());
            if (noncurrent.keep() > 0) {
                xml.text("NewerNoncurrentVersions", noncurrent.keep());
            }
            xml.end();
        }
        if (rule.abortDays() > 0) {
            xml.begin(ABORT).text("DaysAfterInitiation", rule.abortDays()).end();
        }
        xml.end();
    }

    private static void write(XmlWriter xml, @Nullable Expiration expiration) {
        switch (expiration) {
            case null -> {}
            case Expiration.AfterDays(int days) -> xml.begin(EXPIRATION).text("Days", days).end();
            case Expiration.OnDate(LocalDate date) ->
                    xml.begin(EXPIRATION).text("Date", date + "T00:00:00.000Z").end();
            case Expiration.OfMarkers _ ->
                    xml.begin(EXPIRATION).text("ExpiredObjectDeleteMarker", true).end();
        }
    }
}
