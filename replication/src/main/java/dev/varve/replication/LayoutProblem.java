package dev.varve.replication;

/// Why a layout is not taken.
///
/// @param what names the members, rules and figures it is about
public record LayoutProblem(Kind kind, String what) {
    public enum Kind {
        NOT_NEXT_EPOCH,
        DUPLICATE_NODE,
        DUPLICATE_NAME,
        DUPLICATE_URL,
        DUPLICATE_KEY,
        DUPLICATE_RULE,
        NO_WRITER,
        UNKNOWN_OWNER,
        READ_ONLY_OWNER,
        FACTOR_TOO_HIGH,
        WEIGHTLESS,
        RULES_WITHOUT_ASSIGNMENT,
        KEY_CHANGED,
        TOO_LARGE
    }

    @Override
    public String toString() {
        return what;
    }
}
