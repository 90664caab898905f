package dev.varve.server.config;

/// Something that only [#reveal()] shows; logs and errors that print it show nothing.
public record Secret(String reveal) {
    static final String MASK = "********";

    @Override
    public String toString() {
        return MASK;
    }
}
