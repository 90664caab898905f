package dev.varve.server.consumers;

import java.time.Duration;

/// Something to be done from time to time, with effects that may come twice. What it throws is told
/// of, and it is tried again at its next time.
public interface Chore {
    String name();

    /// What it does, in one line.
    String about();

    /// From the end of one run to the next; zero for one that runs only when asked to.
    Duration every();

    void run(Run run) throws InterruptedException;

    /// One run of it.
    interface Run {
        /// Whether it should go on: asked between steps, so that nobody waits long who pauses it or
        /// closes the store.
        boolean goesOn();

        /// Tells a figure of this run; a later one of the same name replaces it.
        void figure(String name, long value);
    }

    static Chore of(String name, String about, Duration every, Work work) {
        return new Chore() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String about() {
                return about;
            }

            @Override
            public Duration every() {
                return every;
            }

            @Override
            public void run(Run run) throws InterruptedException {
                work.run(run);
            }
        };
    }

    @FunctionalInterface
    interface Work {
        void run(Run run) throws InterruptedException;
    }
}
