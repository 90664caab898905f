package dev.varve.server.feed;

/// What time does to cursors.
public final class CursorsForTests {
    private CursorsForTests() {}

    public static void lapse(Cursors cursors, String name) {
        cursors.lapse(cursors.get(name));
    }
}
