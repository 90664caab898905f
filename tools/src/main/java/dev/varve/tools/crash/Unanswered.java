package dev.varve.tools.crash;

/// A request whose outcome its client does not know: no answer came, or one that says so.
final class Unanswered extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unanswered(String message) {
        super(message);
    }

    Unanswered(Throwable cause) {
        super(cause.toString(), cause);
    }
}
