package dev.varve.server.config;

import dev.varve.server.http.Surface;
import dev.varve.server.http.Verb;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What a `[[listeners]]` table may hold; the table of it, as [Settings] is for everything else.
enum ListenerField {
    ADDRESS("required; as `listen` has it"),
    SURFACES(
            "a list of `s3`, `api` (links and resumable uploads too), `health`, `metrics`, `peer` (for"
                    + " other members of a cluster); all of them when not given"),
    VERBS("a list of `read`, `write`, `delete`; all of them when not given"),
    TLS_CERTIFICATE_FILE(
            "as `tls.certificate-file`, which holds where this is not given; `none` for plain HTTP"),
    TLS_KEY_FILE("as `tls.key-file`; set both or neither");

    static final int MOST = 64;

    static final Type<List<Surface>> SURFACES_TYPE = Type.oneOf(Surface.class).list();
    static final Type<List<Verb>> VERBS_TYPE = Type.oneOf(Verb.class).list();

    private final String description;

    ListenerField(String description) {
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
        return Arrays.stream(values()).map(ListenerField::key).toList();
    }
}
