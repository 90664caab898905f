package dev.varve.server.config;

import dev.varve.server.http.Surface;
import dev.varve.server.http.Verb;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One `[[listeners]]` table of a configuration file.
///
/// @param fields by the keys of [ListenerField]
record ListenerTable(Source source, Map<String, Given> fields, Problems problems) {
    private static final Type<Optional<Path>> FILE = Type.PATH.orNone();

    /// Empty when something that is required is missing or wrong, which is noted.
    ///
    /// @param otherwise what holds where the table says nothing of TLS
    Optional<ListenerSettings> listener(Optional<TlsSettings> otherwise) {
        Optional<ListenAddress> address = read(ListenerField.ADDRESS, Type.ADDRESS);
        if (given(ListenerField.ADDRESS).isEmpty()) {
            problems.add(source, "this listener has no " + ListenerField.ADDRESS.key());
        }
        Set<Surface> surfaces =
                some(ListenerField.SURFACES, ListenerField.SURFACES_TYPE, Surface.class);
        Set<Verb> verbs = some(ListenerField.VERBS, ListenerField.VERBS_TYPE, Verb.class);
        Optional<TlsSettings> tls = tls(otherwise);
        return address.map(found -> new ListenerSettings(found, surfaces, verbs, tls));
    }

    /// What it says, in one line.
    String shown() {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + " = " + field.getValue().text())
                .collect(Collectors.joining(", "));
    }

    /// All of them where none are named. A port for nothing is a mistake.
    private <E extends Enum<E>> Set<E> some(ListenerField field, Type<List<E>> type, Class<E> all) {
        Optional<List<E>> named = read(field, type);
        if (named.isPresent() && named.get().isEmpty()) {
            problems.add(source, field.key() + " names nothing: leave it out for all of them");
        }
        return named.filter(some -> !some.isEmpty())
                .<Set<E>>map(EnumSet::copyOf)
                .orElseGet(() -> EnumSet.allOf(all));
    }

    private Optional<TlsSettings> tls(Optional<TlsSettings> otherwise) {
        Optional<Given> certificate = given(ListenerField.TLS_CERTIFICATE_FILE);
        Optional<Given> key = given(ListenerField.TLS_KEY_FILE);
        Optional<Path> chain = file(ListenerField.TLS_CERTIFICATE_FILE);
        Optional<Path> secret = file(ListenerField.TLS_KEY_FILE);
        if (chain.isPresent() != secret.isPresent()) {
            problems.add(
                    source,
                    "tls_certificate_file and tls_key_file belong together; one is missing");
        }
        return certificate.isEmpty() && key.isEmpty()
                ? otherwise
                : chain.flatMap(one -> secret.map(other -> new TlsSettings(one, other)));
    }

    private Optional<Path> file(ListenerField field) {
        return read(field, FILE).orElse(Optional.empty());
    }

    private <T> Optional<T> read(ListenerField field, Type<T> type) {
        Optional<Given> given = given(field);
        try {
            return given.map(value -> type.read(value.text()));
        } catch (IllegalArgumentException e) {
            problems.add(
                    given.map(Given::source).orElse(source),
                    "%s must be %s, not '%s'"
                            .formatted(
                                    field.key(),
                                    type.expected(),
                                    given.map(Given::text).orElse("")));
            return Optional.empty();
        }
    }

    private Optional<Given> given(ListenerField field) {
        @Nullable Given found = fields.get(field.key());
        return Optional.ofNullable(found);
    }
}
