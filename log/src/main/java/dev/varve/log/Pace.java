package dev.varve.log;

/// How fast work in the background may go, and when it has to end. For any number of threads.
public interface Pace {
    /// As fast as it can, to its end.
    Pace FREE =
            new Pace() {
                @Override
                public boolean goesOn() {
                    return true;
                }

                @Override
                public void took(long bytes) {}
            };

    /// Asked between one blob and the next.
    boolean goesOn();

    /// Told after bytes were read or written; waits until more may be.
    ///
    /// @throws Ended when the work has to end where it is
    void took(long bytes);

    /// Ends work amid a blob. What was done of that blob counts for nothing.
    final class Ended extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Ended() {
            super("the work was told to end", null, false, false);
        }
    }
}
