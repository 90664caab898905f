package dev.varve.log;

/// What a quota limits. Tags are stored: never renumber.
public enum QuotaMeasure {
    BYTES(0),
    OBJECTS(1);

    private final int tag;

    QuotaMeasure(int tag) {
        this.tag = tag;
    }

    public int tag() {
        return tag;
    }

    /// @throws IllegalArgumentException for a tag that is not defined
    public static QuotaMeasure ofTag(int tag) {
        for (QuotaMeasure measure : values()) {
            if (measure.tag == tag) {
                return measure;
            }
        }
        throw new IllegalArgumentException("no measure of a quota: " + tag);
    }
}
