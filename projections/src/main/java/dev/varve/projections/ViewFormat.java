package dev.varve.projections;

/// How folds write rows. A view whose rows are older is thrown away and folded anew, since the same
/// events would give other rows now.
public final class ViewFormat {
    /// Raise this with every change of what a fold writes for events that there may be already.
    public static final int NOW = 4;

    /// Rows since this one can still be read and folded on: snapshots of views stand for journals that
    /// are gone.
    public static final int OLDEST_READ = 2;

    private ViewFormat() {}
}
