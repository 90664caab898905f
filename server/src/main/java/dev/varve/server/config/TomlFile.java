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

    private final Path path;
    private final TomlLines lines;
    private final Problems problems;
    private final Layer settings;
    private final List<UserTable> users = new ArrayList<>();

    record Read(Layer settings, List<UserTable> users) {}

    private TomlFile(Path path, String text, Problems problems) {
        this.path = path;
        this.lines = TomlLines.of(text);
        this.problems = problems;
        this.settings = new Layer(problems);
    }

    static Read nothing(Problems problems) {
        return new Read(new Layer(problems), List.of());
    }

    static Read read(Path path, Problems problems) {
        try {
            String text = SmallFile.read(path);
            TomlFile file = new TomlFile(path, text, problems);
            file.table("", new TomlMapper().readTree(text));
            return new Read(file.settings, file.users);
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
                    } else if (entry.getValue().isObject()) {
                        table(key + ".", entry.getValue());
                    } else {
                        settings.put(key, given(key, entry.getValue()));
                    }
                });
    }

    private void users(JsonNode tables) {
        if (!tables.isArray()) {
            problems.add(source(USERS), "users are written as [[users]] tables");
            return;
        }
        for (JsonNode table : tables) {
            String place = USERS + "[" + users.size() + "]";
            Map<String, Given> fields = new LinkedHashMap<>();
            table.properties()
                    .forEach(entry -> {
                        String key = entry.getKey().replace('-', '_');
                        put(fields, key, given(place + "." + entry.getKey(), entry.getValue()));
                    });
            users.add(new UserTable(source(place), fields, problems));
        }
    }

    private void put(Map<String, Given> fields, String key, Given given) {
        if (!UserField.keys().contains(key)) {
            problems.add(
                    given.source(), "a user has no " + key + Nearest.hint(key, UserField.keys()));
        } else if (fields.putIfAbsent(key, given) != null) {
            problems.add(given.source(), key + " is set twice");
        }
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
