package dev.varve.server.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// Reads a configuration file. Dashes and underscores in keys are the same.
final class TomlFile {
    private static final String USERS = "users";
    private static final String LISTENERS = "listeners";

    private final Path path;
    private final TomlLines lines;
    private final Problems problems;
    private final Layer settings;
    private final List<UserTable> users = new ArrayList<>();
    private final List<ListenerTable> listeners = new ArrayList<>();

    record Read(Layer settings, List<UserTable> users, List<ListenerTable> listeners) {}

    private TomlFile(Path path, String text, Problems problems) {
        this.path = path;
        this.lines = TomlLines.of(text);
        this.problems = problems;
        this.settings = new Layer(problems);
    }

    static Read nothing(Problems problems) {
        return new Read(new Layer(problems), List.of(), List.of());
    }

    static Read read(Path path, Problems problems) {
        try {
            String text = SmallFile.read(path);
            TomlFile file = new TomlFile(path, text, problems);
            file.table("", new TomlMapper().readTree(text));
            return new Read(file.settings, file.users, file.listeners);
        } catch (JacksonException e) {
            problems.add(
                    Source.file(path, line(e.getLocation())),
                    "not TOML: " + e.getOriginalMessage());
        } catch (IOException e) {
            problems.add(Source.file(path, 0), "cannot be read: " + SmallFile.why(e));
        }
        return nothing(problems);
    }

    /// The parser tells where it is, and some mistakes it sees only when it is past the line end.
    private static int line(@Nullable JsonLocation place) {
        if (place == null) {
            return 0;
        }
        boolean past = place.getColumnNr() == 1 && place.getLineNr() > 1;
        return past ? place.getLineNr() - 1 : place.getLineNr();
    }

    private void table(String prefix, JsonNode table) {
        table.properties()
                .forEach(entry -> {
                    String key = prefix + entry.getKey().replace('_', '-');
                    if (key.equals(USERS)) {
                        users(entry.getValue());
                    } else if (key.equals(LISTENERS)) {
                        listeners(entry.getValue());
                    } else if (entry.getValue().isObject()) {
                        table(key + ".", entry.getValue());
                    } else {
                        settings.put(key, given(key, entry.getValue()));
                    }
                });
    }

    private void users(JsonNode tables) {
        for (Table each : tables(USERS, "a user", UserField.keys(), tables)) {
            users.add(new UserTable(each.source(), each.fields(), problems));
        }
    }

    private void listeners(JsonNode tables) {
        for (Table each : tables(LISTENERS, "a listener", ListenerField.keys(), tables)) {
            listeners.add(new ListenerTable(each.source(), each.fields(), problems));
        }
    }

    private record Table(Source source, Map<String, Given> fields) {}

    /// @param what one of them is, for messages
    private List<Table> tables(String name, String what, List<String> known, JsonNode tables) {
        List<Table> all = new ArrayList<>();
        if (!tables.isArray()) {
            problems.add(source(name), name + " are written as [[" + name + "]] tables");
            return all;
        }
        for (JsonNode table : tables) {
            String place = name + "[" + all.size() + "]";
            Map<String, Given> fields = new LinkedHashMap<>();
            table.properties()
                    .forEach(entry -> {
                        String key = entry.getKey().replace('-', '_');
                        Given given = given(place + "." + entry.getKey(), entry.getValue());
                        if (!known.contains(key)) {
                            problems.add(
                                    given.source(),
                                    what + " has no " + key + Nearest.hint(key, known));
                        } else if (fields.putIfAbsent(key, given) != null) {
                            problems.add(given.source(), key + " is set twice");
                        }
                    });
            all.add(new Table(source(place), fields));
        }
        return all;
    }

    private Given given(String key, JsonNode value) {
        return new Given(text(key, value), source(key));
    }

    private String text(String key, JsonNode value) {
        if (!value.isArray()) {
            return scalar(key, value);
        }
        StringJoiner list = new StringJoiner(",");
        list.setEmptyValue(Type.NONE);
        value.forEach(each -> list.add(scalar(key, each)));
        return list.toString();
    }

    private String scalar(String key, JsonNode value) {
        if (value.isContainerNode()) {
            problems.add(source(key), key + " holds a table or a list where one value belongs");
        }
        return value.asText();
    }

    private Source source(String key) {
        return Source.file(path, lines.line(key));
    }
}
