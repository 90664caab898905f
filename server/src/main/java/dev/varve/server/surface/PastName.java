package dev.varve.server.surface;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.Position;
import dev.varve.server.store.AsOf;
import dev.varve.server.store.Buckets;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.PastBucket;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The name of a bucket as it was: `photos--at--20261120t101500z` (with milliseconds
/// `20261120t101500123z`), `photos--at--p12345`, or an alias with the bucket's id in hex, which is
/// never too long: `at--00c0ffee00c0ffee--p12345`. Each is a valid name of a bucket, and means the
/// same for ever.
public sealed interface PastName {
    AsOf when();

    /// What it stands for.
    Outcome<PastBucket> in(Buckets buckets);

    /// Of the bucket that had this name then.
    record OfName(BucketName bucket, AsOf when) implements PastName {
        @Override
        public Outcome<PastBucket> in(Buckets buckets) {
            return buckets.at(bucket, when);
        }
    }

    /// An alias.
    record OfId(BucketId bucket, AsOf when) implements PastName {
        @Override
        public Outcome<PastBucket> in(Buckets buckets) {
            return buckets.at(bucket, when);
        }
    }

    /// What that bucket is called, as far as this tells.
    default String bucketName(BucketName view) {
        return this instanceof OfName(BucketName bucket, AsOf _) ? bucket.value() : view.value();
    }

    /// Empty for what is no such name.
    static Optional<PastName> parse(String name) {
        return BucketName.isValid(name)
                ? Form.alias(name).or(() -> Form.named(name))
                : Optional.empty();
    }

    /// The name of a bucket as it was, to the millisecond: with the bucket's name where that fits.
    static BucketName of(BucketName bucket, BucketId id, AsOf when) {
        String moment = Form.moment(when);
        String plain = bucket + Form.INFIX + moment;
        return new BucketName(
                BucketName.isValid(plain)
                        ? plain
                        : Form.PREFIX
                                + HexFormat.of().toHexDigits(id.value())
                                + Form.SEPARATOR
                                + moment);
    }

    /// How the names are written.
    final class Form {
        static final String PREFIX = "at--";
        static final String INFIX = "--at--";
        private static final String SEPARATOR = "--";
        private static final Pattern ALIAS =
                Pattern.compile(PREFIX + "([0-9a-f]{16})--([a-z0-9]+)");
        private static final DateTimeFormatter SECONDS = format("uuuuMMdd't'HHmmss'z'");
        private static final DateTimeFormatter MILLIS = format("uuuuMMdd't'HHmmssSSS'z'");
        private static final Pattern TIME = Pattern.compile("\\d{8}t\\d{6}(\\d{3})?z");
        private static final int SECOND = 1000;

        private Form() {}

        private static DateTimeFormatter format(String pattern) {
            return DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT)
                    .withZone(ZoneOffset.UTC);
        }

        private static Optional<PastName> alias(String name) {
            Matcher alias = ALIAS.matcher(name);
            return alias.matches()
                    ? moment(alias.group(2))
                            .map(when ->
                                    new OfId(
                                            new BucketId(
                                                    HexFormat.fromHexDigitsToLong(alias.group(1))),
                                            when))
                    : Optional.empty();
        }

        private static Optional<PastName> named(String name) {
            int infix = name.lastIndexOf(INFIX);
            String bucket = infix < 0 ? "" : name.substring(0, infix);
            return BucketName.isValid(bucket)
                    ? moment(name.substring(infix + INFIX.length()))
                            .map(when -> new OfName(new BucketName(bucket), when))
                    : Optional.empty();
        }

        private static Optional<AsOf> moment(String text) {
            return text.startsWith("p") ? AsOfText.position(text.substring(1)) : time(text);
        }

        private static Optional<AsOf> time(String text) {
            Matcher matcher = TIME.matcher(text);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            try {
                LocalDateTime time =
                        LocalDateTime.parse(text, matcher.group(1) == null ? SECONDS : MILLIS);
                return Optional.of(new AsOf.At(time.toInstant(ZoneOffset.UTC)));
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }

        private static String moment(AsOf when) {
            return switch (when) {
                case AsOf.Now _ -> throw new IllegalArgumentException("now is no name");
                case AsOf.AtPosition(Position position) -> "p" + position.value();
                case AsOf.At(Instant instant) ->
                        (instant.toEpochMilli() % SECOND == 0 ? SECONDS : MILLIS).format(instant);
            };
        }
    }
}
