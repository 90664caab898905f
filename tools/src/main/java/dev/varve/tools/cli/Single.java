package dev.varve.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.Bucket;
import dev.varve.tools.client.Condition;
import dev.varve.tools.client.Download;
import dev.varve.tools.client.Fetch;
import dev.varve.tools.client.Json;
import dev.varve.tools.client.RemoteObject;
import dev.varve.tools.client.Upload;
import dev.varve.tools.sync.Place;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Model.CommandSpec;

/// One object on its way, with a bar where somebody watches.
final class Single {
    private static final int AT_ONCE = 4;

    private final CommandSpec spec;
    private final ApiClient client;
    private final Output output;

    Single(CommandSpec spec, ApiClient client, Output output) {
        this.spec = spec;
        this.client = client;
        this.output = output;
    }

    private Bucket bucket(Place.Remote place) {
        return new Bucket(client, place.bucket());
    }

    void upload(Path file, Place.Remote to, Upload.Attributes attributes, Condition condition)
            throws IOException {
        Place.Remote named = Places.named(to, file);
        if (Files.isDirectory(file)) {
            throw new CommandFailed(ExitCodes.FAILED, file + " is a directory; cp -r copies those");
        }
        AtomicLong moved = new AtomicLong();
        long size = Files.size(file);
        JsonNode made;
        try (Terminal bar = Terminal.bar(Places.lastName(named.key()), size)) {
            made =
                    new Upload(bucket(named), named.key(), attributes, condition)
                            .file(
                                    file,
                                    Resumes.of(VarveCli.environment(spec), AT_ONCE),
                                    bytes -> bar.at(moved.addAndGet(bytes), size, ""));
        }
        output.line(made, file + " is " + named);
    }

    void uploadInput(Place.Remote to, Upload.Attributes attributes, Condition condition) {
        Places.requireKey(to);
        JsonNode made =
                new Upload(bucket(to), to.key(), attributes, condition)
                        .stream(VarveCli.surroundings(spec).in());
        output.line(made, "- is " + to);
    }

    /// @param to a file, or a directory for one of the object's last name
    void download(Place.Remote from, Path to) throws IOException {
        RemoteObject object = Places.require(client, from);
        Path file = Files.isDirectory(to) ? inside(to, Places.lastName(from.key())) : to;
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null || Files.isDirectory(file)) {
            throw new CommandFailed(ExitCodes.FAILED, file + " is a directory");
        }
        AtomicLong moved = new AtomicLong();
        try (Terminal bar = Terminal.bar(Places.lastName(from.key()), object.size())) {
            new Download(bucket(from), object, directory)
                    .run(
                            bytes -> bar.at(moved.addAndGet(bytes), object.size(), ""),
                            part -> Download.replace(part, file));
        }
        output.line(
                Json.object()
                        .put("key", object.key())
                        .put("file", file.toString())
                        .put("size", object.size()),
                from + " is " + file);
    }

    /// The last name of a key is text of somebody else.
    private static Path inside(Path directory, String name) {
        boolean plain =
                !name.isEmpty()
                        && !name.equals(".")
                        && !name.equals("..")
                        && name.indexOf('\0') < 0
                        && directory.resolve(name).getNameCount() == directory.getNameCount() + 1;
        if (!plain) {
            throw new CommandFailed(
                    ExitCodes.FAILED, "no file can be called '" + name + "'; name one");
        }
        return directory.resolve(name);
    }

    void downloadOutput(Place.Remote from) throws IOException {
        OutputStream out = VarveCli.surroundings(spec).out();
        new Fetch(bucket(from), from.key(), Optional.empty())
                .into((bytes, length) -> out.write(bytes, 0, length));
        out.flush();
    }

    /// @param moving whether the source is gone in the same moment
    void copy(Place.Remote from, Place.Remote to, boolean moving) {
        Place.Remote named = Places.named(to, from);
        RemoteObject object = Places.require(client, from);
        if (from.equals(named)) {
            throw new CommandFailed(ExitCodes.CONFLICT, from + " cannot be copied to itself");
        }
        JsonNode made =
                moving
                        ? bucket(from).move(object, bucket(named), named.key(), Condition.NONE)
                        : bucket(from).copy(object, bucket(named), named.key(), Condition.NONE);
        output.line(made, from + " is " + named);
    }
}
