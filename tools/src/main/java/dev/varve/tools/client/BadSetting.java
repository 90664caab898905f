package dev.varve.tools.client;

/// What a client was told of its server makes no sense, or may not be used.
public final class BadSetting extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadSetting(String message) {
        super(message);
    }
}
