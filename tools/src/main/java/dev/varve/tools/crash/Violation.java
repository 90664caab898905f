package dev.varve.tools.crash;

/// A promise that was found broken.
record Violation(Promise promise, String what) {
    /// What a store keeps through whatever befalls it.
    enum Promise {
        OPENS,
        ACKNOWLEDGED_IS_THERE,
        NOTHING_HALF_VISIBLE,
        BYTES_ARE_RIGHT,
        BYTES_ARE_READABLE,
        ACKNOWLEDGED_IS_DURABLE,
        JOURNAL_IS_SOUND,
        VIEW_EQUALS_REBUILD,
        REFERENCES_EQUAL_EVENTS,
        BLOBS_ARE_HERE,
        LOAD_IS_ANSWERED_RIGHT,
        NODES_BECOME_LEVEL,
        NODES_HOLD_THE_SAME,
        LAST_WORD_STANDS,
        DELETED_STAYS_AWAY,
        READABLE_UNTIL_PURGED,
        TOLD_ONCE
    }

    @Override
    public String toString() {
        return promise + ": " + what;
    }
}
