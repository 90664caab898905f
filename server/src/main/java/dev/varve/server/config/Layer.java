package dev.varve.server.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one source says, by key. Saying a thing twice in one source is an error, for no order in it
/// would be obvious.
final class Layer {
    private static final List<String> KEYS =
            Settings.all().stream().<String>map(Setting::key).toList();

    private final Map<String, Given> given = new HashMap<>();
    private final Problems problems;

    Layer(Problems problems) {
        this.problems = problems;
    }

    void put(String key, Given value) {
        if (!KEYS.contains(key)) {
            problems.add(value.source(), "there is no setting " + key + Nearest.hint(key, KEYS));
            return;
        }
        @Nullable Given before = given.putIfAbsent(key, value);
        if (before != null) {
            problems.add(value.source(), key + " is already set by " + before.source());
        }
    }

    Optional<Given> get(String key) {
        return Optional.ofNullable(given.get(key));
    }

    /// Secrets are refused: everybody on the machine can read a command line.
    static Layer ofFlags(List<Inputs.Flag> flags, Problems problems) {
        Layer layer = new Layer(problems);
        for (Inputs.Flag flag : flags) {
            Source source = Source.flag(flag.option());
            Optional<Setting<?>> secret = secret(flag.key());
            if (secret.isPresent()) {
                problems.add(
                        source,
                        flag.key()
                                + " is a secret, and others can read a command line; use "
                                + secret.get().variable()
                                + "_FILE or the configuration file");
            } else {
                layer.put(flag.key(), new Given(flag.text(), source));
            }
        }
        return layer;
    }

    private static Optional<Setting<?>> secret(String key) {
        for (Setting<?> setting : Settings.all()) {
            if (setting.secret() && setting.key().equals(key)) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }
}
