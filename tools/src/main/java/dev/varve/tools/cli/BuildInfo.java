package dev.varve.tools.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/// What the build wrote down about itself. `commit` is empty when it was not built from a checkout.
record BuildInfo(String version, String commit) {
    static BuildInfo load() {
        Properties built = new Properties();
        try (InputStream in = BuildInfo.class.getResourceAsStream("build.properties")) {
            if (in == null) {
                throw new IllegalStateException("no build.properties; build with Maven");
            }
            built.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String commit = built.getProperty("commit", "");
        // Ant leaves a property it does not know as it was written.
        return new BuildInfo(
                built.getProperty("version", "unknown"), commit.startsWith("$") ? "" : commit);
    }

    @Override
    public String toString() {
        String source = commit.isEmpty() ? "" : " (" + commit + ")";
        return "varve " + version + source + ", Java " + Runtime.version();
    }

    static final class Provider implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {load().toString()};
        }
    }
}
