package dev.varve.projections.objects;

/// Why a link that has not expired is good no more. The tags are stored: never renumber.
public enum LinkEnd {
    SPENT(1),
    REVOKED(2);

    private final int tag;

    LinkEnd(int tag) {
        this.tag = tag;
    }

    int tag() {
        return tag;
    }

    /// @throws IllegalArgumentException for a tag of the future
    static LinkEnd ofTag(int tag) {
        for (LinkEnd end : values()) {
            if (end.tag == tag) {
                return end;
            }
        }
        throw new IllegalArgumentException("unknown end of a link: " + tag);
    }
}
