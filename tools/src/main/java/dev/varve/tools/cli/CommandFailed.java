package dev.varve.tools.cli;

/// A command cannot do what it is asked to, and says why and with which code.
final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int code;

    CommandFailed(int code, String message) {
        super(message);
        this.code = code;
    }

    static CommandFailed nothing(String message) {
        return new CommandFailed(ExitCodes.NOT_FOUND, message);
    }

    int code() {
        return code;
    }
}
