package dev.varve.server.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The value of every setting, and where it came from.
final class Effective {
    private final Map<String, Value<?>> values = new HashMap<>();

    record Value<T>(T value, Source source) {}

    /// @param layers strongest first; what weaker ones say is overridden, but must still be right
    static Effective of(List<Layer> layers, Problems problems) {
        Effective effective = new Effective();
        Settings.all().forEach(setting -> effective.resolve(setting, layers, problems));
        return effective;
    }

    private <T> void resolve(Setting<T> setting, List<Layer> layers, Problems problems) {
        for (Layer layer : layers) {
            layer.get(setting.key())
                    .ifPresent(given -> {
                        Value<T> value =
                                new Value<>(read(setting, given, problems), given.source());
                        values.putIfAbsent(setting.key(), value);
                    });
        }
        values.putIfAbsent(setting.key(), new Value<>(setting.fallback(), Source.DEFAULT));
    }

    private static <T> T read(Setting<T> setting, Given given, Problems problems) {
        try {
            return setting.type().read(given.text());
        } catch (IllegalArgumentException e) {
            String got = setting.secret() ? "" : ", not '" + given.text() + "'";
            problems.add(
                    given.source(), setting.key() + " must be " + setting.type().expected() + got);
            return setting.fallback();
        }
    }

    @SuppressWarnings("unchecked") // put there by resolve, for a setting of this type
    private <T> Value<T> value(Setting<T> setting) {
        return (Value<T>) Objects.requireNonNull(values.get(setting.key()));
    }

    <T> T get(Setting<T> setting) {
        return value(setting).value();
    }

    Source source(Setting<?> setting) {
        return value(setting).source();
    }

    /// As an operator may see it.
    <T> String shown(Setting<T> setting) {
        return setting.show(get(setting));
    }
}
