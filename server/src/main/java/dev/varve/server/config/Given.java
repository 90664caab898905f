package dev.varve.server.config;

/// What a source says, not yet read as a value.
record Given(String text, Source source) {
    /// The secret may be in it.
    @Override
    public String toString() {
        return source.words();
    }
}
