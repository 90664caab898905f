package dev.varve.server.s3;

import dev.varve.log.BucketSettings.ObjectLock;
import dev.varve.log.Retention;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.s3.xml.XmlInput;
import dev.varve.server.s3.xml.XmlInput.Element;
import dev.varve.server.s3.xml.XmlWriter;
import java.time.Duration;
import java.util.Optional;

/// `ObjectLockConfiguration`, in and out. A year is 365 days.
final class LockDocument {
    private static final int DAYS_OF_YEAR = 365;
    private static final int MOST_DAYS = 100 * DAYS_OF_YEAR;

    private LockDocument() {}

    static String write(ObjectLock lock) {
        XmlWriter xml = XmlWriter.of("ObjectLockConfiguration");
        xml.text("ObjectLockEnabled", "Enabled");
        if (lock.mode() != null) {
            xml.begin("Rule").begin("DefaultRetention").text("Mode", lock.mode().name());
            long days = lock.period().toDays();
            boolean years = days % DAYS_OF_YEAR == 0;
            xml.text(years ? "Years" : "Days", years ? days / DAYS_OF_YEAR : days);
        }
        return xml.done();
    }

    static ObjectLock read(Element document) {
        Malformed.unless(document.name().equals("ObjectLockConfiguration"));
        Malformed.unless(document.text("ObjectLockEnabled").filter("Enabled"::equals).isPresent());
        Optional<Element> rule = document.child("Rule");
        if (rule.isEmpty()) {
            return new ObjectLock(true, null, Duration.ZERO);
        }
        Element retention = rule.get().child("DefaultRetention").orElseThrow(XmlInput::malformed);
        return new ObjectLock(
                true, mode(retention.text("Mode").orElse("")), Duration.ofDays(days(retention)));
    }

    private static Retention.Mode mode(String name) {
        return switch (name) {
            case "GOVERNANCE" -> Retention.Mode.GOVERNANCE;
            case "COMPLIANCE" -> Retention.Mode.COMPLIANCE;
            default -> throw XmlInput.malformed();
        };
    }

    private static int days(Element retention) {
        Optional<String> days = retention.text("Days");
        Optional<String> years = retention.text("Years");
        Malformed.unless(days.isPresent() != years.isPresent());
        long number =
                number(days.or(() -> years).orElse("")) * (days.isPresent() ? 1 : DAYS_OF_YEAR);
        if (number < 1 || number > MOST_DAYS) {
            throw new Failed(
                    ErrorCode.INVALID_RETENTION_PERIOD,
                    "Default retention period must be a positive integer value of at most 100"
                            + " years.");
        }
        return (int) number;
    }

    private static long number(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw XmlInput.malformed();
        }
    }
}
