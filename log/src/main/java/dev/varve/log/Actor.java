package dev.varve.log;

/// Who caused an event, by opaque id: people's names live in separate, erasable events.
public record Actor(String id) {
    public static final int MAX_LENGTH = 128;
    public static final Actor SYSTEM = new Actor("system");

    public Actor {
        if (id.isEmpty() || id.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "an actor id has 1 to " + MAX_LENGTH + " characters");
        }
    }
}
