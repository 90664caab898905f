package dev.varve.tools.sync;

/// Who wants to know what a run does. Called from any thread.
public interface Events {
    /// What is done with one name.
    enum Action {
        COPY,
        DELETE
    }

    void done(Action action, String name, long bytes);

    void failed(String name, String why);

    /// Something that is no failure, but was not copied.
    void leftOut(String name, String why);

    /// Bytes that are to move now, beside those said before.
    void planned(long bytes);

    void moved(long bytes);
}
