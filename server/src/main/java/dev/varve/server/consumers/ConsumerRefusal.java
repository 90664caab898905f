package dev.varve.server.consumers;

/// Why something cannot be asked of a consumer now.
public final class ConsumerRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConsumerRefusal(String message) {
        super(message);
    }
}
