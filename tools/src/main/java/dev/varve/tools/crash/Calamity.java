package dev.varve.tools.crash;

import java.nio.file.Path;

/// What befalls a store under load, and how its volume comes back.
interface Calamity extends AutoCloseable {
    /// Where the store's data is while the volume is up.
    Path volume();

    /// Strikes; the victim is dead when it returns.
    void strike(Victim victim);

    /// Whether the child sees errors before it dies.
    boolean breaksVolume();

    /// Makes the volume readable again.
    void restore();

    /// Puts an empty volume in place for the next store.
    void renew();

    @Override
    void close();
}
