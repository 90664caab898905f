package dev.varve.replication;

import dev.varve.log.BucketName;
import dev.varve.log.NodeId;
import dev.varve.log.ObjectKey;
import java.util.Locale;
import java.util.regex.Pattern;

/// Gives what matches to one member, who decides changes of it.
public record Rule(Match match, NodeId owner) {

    /// All that is said must hold. What is empty, or -1, is not said.
    ///
    /// @param contentType such as `image/png`, or `image/*`; parameters and case do not count
    /// @param smallest bytes
    /// @param largest bytes
    public record Match(
            String bucket,
            String prefix,
            String suffix,
            String contentType,
            long smallest,
            long largest,
            String storageClass) {
        private static final Pattern TYPE =
                Pattern.compile("[a-z0-9!#$&^_.+-]{1,64}/([*]|[a-z0-9!#$&^_.+-]{1,127})");

        public static final Match ANYTHING = new Match("", "", "", "", -1, -1, "");

        public Match {
            contentType = contentType.toLowerCase(Locale.ROOT);
            require(
                    bucket.isEmpty() || BucketName.isValid(bucket),
                    "a rule's bucket is the name of one, not '" + Texts.shown(bucket) + "'");
            require(
                    Texts.fits(prefix, ObjectKey.MAX_BYTES)
                            && Texts.fits(suffix, ObjectKey.MAX_BYTES),
                    "prefix and suffix of a rule have at most "
                            + ObjectKey.MAX_BYTES
                            + " bytes of UTF-8");
            require(
                    contentType.isEmpty() || TYPE.matcher(contentType).matches(),
                    "a rule's content type is one, such as image/png, or of a kind, such as image/*,"
                            + " not '"
                            + Texts.shown(contentType)
                            + "'");
            require(smallest >= -1 && largest >= -1, "sizes of a rule are not negative");
            require(
                    largest < 0 || smallest <= largest,
                    "a rule's smallest size, " + smallest + ", is above its largest, " + largest);
            require(
                    storageClass.isEmpty() || Keeps.CLASS.matcher(storageClass).matches(),
                    "a rule's storage class is one, such as GLACIER, not '"
                            + Texts.shown(storageClass)
                            + "'");
        }

        public static Match ofBucket(String bucket) {
            return new Match(bucket, "", "", "", -1, -1, "");
        }

        public static Match ofPrefix(String bucket, String prefix) {
            return new Match(bucket, prefix, "", "", -1, -1, "");
        }

        public boolean fits(Subject subject) {
            return isOf(subject.bucket())
                    && subject.key().startsWith(prefix)
                    && subject.key().endsWith(suffix)
                    && fitsType(subject.contentType())
                    && fitsSize(subject.size())
                    && (storageClass.isEmpty() || storageClass.equals(subject.storageClass()));
        }

        /// Whether it can match in this bucket.
        boolean isOf(String name) {
            return bucket.isEmpty() || bucket.equals(name);
        }

        /// Whether bucket and prefix alone decide.
        boolean isOfRange() {
            return suffix.isEmpty()
                    && contentType.isEmpty()
                    && storageClass.isEmpty()
                    && smallest < 0
                    && largest < 0;
        }

        private boolean fitsSize(long size) {
            return (smallest < 0 && largest < 0)
                    || (size >= 0 && size >= smallest && (largest < 0 || size <= largest));
        }

        private boolean fitsType(String sent) {
            if (contentType.isEmpty()) {
                return true;
            }
            int parameters = sent.indexOf(';');
            String type =
                    (parameters < 0 ? sent : sent.substring(0, parameters))
                            .strip()
                            .toLowerCase(Locale.ROOT);
            return contentType.endsWith("/*")
                    ? type.startsWith(contentType.substring(0, contentType.length() - 1))
                    : type.equals(contentType);
        }

        private static void require(boolean holds, String otherwise) {
            if (!holds) {
                throw new IllegalArgumentException(otherwise);
            }
        }
    }

    Rule handedOver(Member gone, Member next) {
        return owner.equals(gone.node()) ? new Rule(match, next.node()) : this;
    }
}
