package dev.varve.replication.follow;

/// Leaves a check of several steps at the first that fails. Never leaves this room.
final class NotBelieved extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Verdict verdict;

    private NotBelieved(Verdict verdict) {
        super("not believed", null, false, false);
        this.verdict = verdict;
    }

    static NotBelieved because(Reason reason, String what) {
        return new NotBelieved(new Verdict.Refused(reason, what));
    }

    Verdict verdict() {
        return verdict;
    }
}
