package dev.varve.tools.crash;

import java.nio.file.Path;

/// Kill -9 of the process: the volume goes on.
record Kill(Path volume) implements Calamity {
    @Override
    public void strike(Victim victim) {
        victim.kill();
    }

    @Override
    public boolean breaksVolume() {
        return false;
    }

    @Override
    public void restore() {}

    @Override
    public void renew() {
        Trees.delete(volume);
    }

    @Override
    public void close() {
        Trees.delete(volume);
    }
}
