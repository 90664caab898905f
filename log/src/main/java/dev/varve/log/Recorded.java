package dev.varve.log;

/// An event with its place in a journal.
public record Recorded(Envelope envelope, Event event) {
    public Position position() {
        return envelope.position();
    }

    public Stamp stamp() {
        return envelope.stamp();
    }
}
