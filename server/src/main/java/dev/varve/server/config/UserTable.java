package dev.varve.server.config;

import dev.varve.log.Actor;
import dev.varve.server.auth.Rights;
import dev.varve.server.auth.User;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One `[[users]]` table of a configuration file.
///
/// @param fields by the keys of [UserField]
record UserTable(Source source, Map<String, Given> fields, Problems problems) {
    private static final String VISIBLE = "[^\\p{Cntrl}]";

    private static final Type<String> ID =
            Type.text(
                    "1 to " + Actor.MAX_LENGTH + " characters, none of them a control character",
                    VISIBLE + "{1," + Actor.MAX_LENGTH + "}");

    private static final Type<String> NAME =
            Type.text(
                    "up to 256 characters, none of them a control character", VISIBLE + "{0,256}");

    private static final Type<String> SCOPE =
            Type.text("BUCKET or BUCKET/PREFIX", "[a-z0-9.-]{3,63}(/" + VISIBLE + "*)?");

    /// Empty when something that is required is missing or wrong, which is noted.
    Optional<User> user() {
        Optional<String> access = required(UserField.ACCESS_KEY, UserField.ACCESS_KEY_TYPE);
        Optional<String> id = required(UserField.ID, ID);
        Optional<Secret> secret = secret();
        String name = read(UserField.DISPLAY_NAME, NAME).or(() -> id).orElse("");
        String email = read(UserField.EMAIL, NAME).orElse("");
        boolean admin = read(UserField.ADMIN, Type.FLAG).orElse(false);
        Optional<String> scope = read(UserField.SCOPE, SCOPE);
        if (access.isEmpty() || id.isEmpty() || secret.isEmpty()) {
            return Optional.empty();
        }
        String revealed = secret.get().reveal();
        return rights(admin, scope)
                .map(rights -> new User(access.get(), revealed, id.get(), name, email, rights));
    }

    private Optional<Rights> rights(boolean admin, Optional<String> scope) {
        try {
            return Optional.of(Rights.configured(admin, scope));
        } catch (IllegalArgumentException e) {
            problems.add(source, "scope must be " + SCOPE.expected() + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    boolean holdsSecret() {
        return given(UserField.SECRET_KEY).isPresent();
    }

    private Optional<Secret> secret() {
        Optional<Given> file = given(UserField.SECRET_KEY_FILE);
        if (file.isEmpty()) {
            return required(UserField.SECRET_KEY, Type.SECRET);
        }
        if (given(UserField.SECRET_KEY).isPresent()) {
            problems.add(file.get().source(), "secret_key is set as well; one of them must go");
        }
        return read(UserField.SECRET_KEY_FILE, Type.PATH)
                .flatMap(path -> secretIn(path, file.get().source()));
    }

    private Optional<Secret> secretIn(Path path, Source named) {
        try {
            Given text = new Given(SmallFile.readValue(path), named);
            return read(UserField.SECRET_KEY, Type.SECRET, text);
        } catch (IOException e) {
            problems.add(named, path + " cannot be read: " + SmallFile.why(e));
            return Optional.empty();
        }
    }

    private <T> Optional<T> required(UserField field, Type<T> type) {
        if (given(field).isEmpty()) {
            problems.add(source, "this user has no " + field.key());
        }
        return read(field, type);
    }

    private <T> Optional<T> read(UserField field, Type<T> type) {
        return given(field).flatMap(given -> read(field, type, given));
    }

    private <T> Optional<T> read(UserField field, Type<T> type, Given given) {
        try {
            return Optional.of(type.read(given.text()));
        } catch (IllegalArgumentException e) {
            String got = field == UserField.SECRET_KEY ? "" : ", not '" + given.text() + "'";
            problems.add(given.source(), field.key() + " must be " + type.expected() + got);
            return Optional.empty();
        }
    }

    private Optional<Given> given(UserField field) {
        @Nullable Given found = fields.get(field.key());
        return Optional.ofNullable(found);
    }
}
