package dev.varve.log.codec;

/// Which forms of events this release reads. Newer ones are written only once all members said that
/// they read them.
public final class FormatLevels {
    /// The newest level that any release has.
    private static final int RELEASED = 1;

    /// For trying out what comes next: a build that says it reads one more.
    private static final String SYNTHETIC = "varve.format.level";

    /// The newest forms that this release reads.
    public static final int READ = Integer.getInteger(SYNTHETIC, RELEASED);

    private FormatLevels() {}

    /// Whether events look otherwise at a level, so that older releases do not read them.
    public static boolean isBeyondReleases(int level) {
        return level > RELEASED;
    }
}
