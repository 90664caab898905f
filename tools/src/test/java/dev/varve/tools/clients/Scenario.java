package dev.varve.tools.clients;

import dev.varve.server.clients.LiveServer;
import dev.varve.server.clients.Scheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// One client against one server, in a directory of its own.
record Scenario(Client client, Scheme scheme) {
    private static final long SECONDS = 600;

    /// What an upload that is cut sends; each 4 MiB of it give another second.
    private static final int UPLOAD_MIB = Integer.getInteger("varve.upload-mib", 64);

    record Outcome(boolean passed, String output) {}

    Outcome run(LiveServer server, Path scripts, Path directory)
            throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        ProcessBuilder builder =
                new ProcessBuilder(client.command(scripts))
                        .directory(Files.createDirectory(directory.resolve("work")).toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        prepare(builder.environment(), server, directory);
        Process process = builder.start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(SECONDS + UPLOAD_MIB / 4, TimeUnit.SECONDS);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        String said = Files.readString(output);
        return new Outcome(
                process.exitValue() == 0,
                ended ? said : said + "\nstopped after " + SECONDS + " seconds");
    }

    private void prepare(Map<String, String> environment, LiveServer server, Path directory) {
        environment.keySet().removeIf(name -> name.matches("(AWS|RCLONE|RESTIC|S3CMD|NODE)_.*"));
        environment.putAll(client.environment());
        environment.put("ENDPOINT", server.endpoint().toString());
        environment.put("AWS_ACCESS_KEY_ID", LiveServer.ACCESS_KEY);
        environment.put("AWS_SECRET_ACCESS_KEY", LiveServer.SECRET_KEY);
        environment.put("BUCKET_PREFIX", client.bucketPrefix());
        environment.put("CA_FILE", scheme == Scheme.HTTPS ? server.certificate().toString() : "");
        environment.put("UPLOAD_MIB", Integer.toString(UPLOAD_MIB));
        environment.put("TMPDIR", directory.toString());
    }

    @Override
    public String toString() {
        return client.bucketPrefix() + " over " + scheme;
    }
}
