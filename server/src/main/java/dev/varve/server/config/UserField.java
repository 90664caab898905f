package dev.varve.server.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What a `[[users]]` table may hold; the table of it, as [Settings] is for everything else.
enum UserField {
    ACCESS_KEY("required; 3 to 128 letters, digits and `._~+=@-`"),
    SECRET_KEY("required, or `secret_key_file`; 16 to 256 visible ASCII characters"),
    SECRET_KEY_FILE("a file that holds the secret key"),
    ID("required; owns what this user creates and stands in every event: never change it"),
    DISPLAY_NAME("the name that S3 shows; the id when not given"),
    EMAIL("may be empty"),
    SCOPE("BUCKET or BUCKET/PREFIX that this key is limited to"),
    ADMIN("true for a user who may do everything; false when not given");

    static final Type<String> ACCESS_KEY_TYPE =
            Type.text("3 to 128 letters, digits and ._~+=@-", "[A-Za-z0-9._~+=@-]{3,128}");

    private final String description;

    UserField(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }

    /// As the file has it.
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(UserField::key).toList();
    }
}
