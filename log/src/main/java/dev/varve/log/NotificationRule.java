package dev.varve.log;

/// Which changes of a bucket also go to a webhook, as S3's notification configuration says it.
///
/// @param id unique in its bucket; deliveries name it
/// @param kind what the configuration called the target; nothing depends on it
/// @param filter without tags
public record NotificationRule(String id, Kind kind, WebhookName target, WebhookFilter filter) {
    public static final int MAX = 100;
    public static final int MAX_ID = 255;

    /// The tags are stored: never renumber.
    public enum Kind {
        TOPIC(0),
        QUEUE(1),
        FUNCTION(2);

        private final int tag;

        Kind(int tag) {
            this.tag = tag;
        }

        public int tag() {
            return tag;
        }

        /// @throws IllegalArgumentException for a tag of the future
        public static Kind ofTag(int tag) {
            for (Kind kind : values()) {
                if (kind.tag == tag) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("unknown kind of target " + tag);
        }
    }

    public NotificationRule {
        if (id.isEmpty() || id.length() > MAX_ID) {
            throw new IllegalArgumentException(
                    "the id of a rule has 1 to " + MAX_ID + " characters");
        }
        if (filter.events().isEmpty() || !filter.tags().isEmpty()) {
            throw new IllegalArgumentException("a rule names events, and no tags");
        }
    }

    /// Whether an event could be told of by both: that is not allowed in one configuration.
    public boolean overlaps(NotificationRule other) {
        return filter.events().stream()
                        .anyMatch(mine ->
                                other.filter.events().stream()
                                        .anyMatch(theirs -> overlap(mine, theirs)))
                && (filter.prefix().startsWith(other.filter.prefix())
                        || other.filter.prefix().startsWith(filter.prefix()))
                && (filter.suffix().endsWith(other.filter.suffix())
                        || other.filter.suffix().endsWith(filter.suffix()));
    }

    private static boolean overlap(String one, String other) {
        return WebhookFilter.isIn(one, other) || WebhookFilter.isIn(other, one);
    }
}
