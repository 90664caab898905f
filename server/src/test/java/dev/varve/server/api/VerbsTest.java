package dev.varve.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.http.FakeRequest;
import dev.varve.server.http.Verb;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What requests do beside what their method says, for ports that are not for everything.
class VerbsTest {
    private static final Pattern DELETES = Pattern.compile("(?i)(?<!un)delete|move|transaction");

    @TempDir private Path directory;
    private ApiKit kit;

    @BeforeEach
    void open() {
        kit = ApiKit.openAll(directory);
    }

    @AfterEach
    void close() {
        kit.close();
    }

    @Test
    void knowsEveryEndpointThatDeletesByItsBody() {
        assertThat(kit.resources)
                .flatExtracting(Resource::endpoints)
                .filteredOn(each -> DELETES.matcher(each.name()).find())
                .filteredOn(each -> !each.name().startsWith("undelete"))
                .isNotEmpty()
                .allMatch(each ->
                        each.method().equals("DELETE") || each.verbs().contains(Verb.DELETE));
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/transactions,              '',     DELETE",
        "POST, /v1/buckets/b/delete,          '',     DELETE",
        "POST, /v1/buckets/b/move,            '',     DELETE",
        "POST, /v1/buckets/b/copy,            '',     ''",
        "PUT,  /v1/buckets/b/objects/a/b,     '',     ''",
        "POST, /v1/uploads,                   '',     ''",
        "POST, /v1/nothing,                   '',     ''",
        "POST, /v1/nothing,                   delete, DELETE",
        "POST, /v1/buckets/b/copy,            PATCH,  WRITE"
    })
    void asksForMoreThanTheMethod(String method, String path, String override, String verb) {
        FakeRequest.Builder request = FakeRequest.builder(method, path);
        if (!override.isEmpty()) {
            request.header("X-HTTP-Method-Override", override);
        }
        Set<Verb> expected = verb.isEmpty() ? Set.of() : Set.of(Verb.valueOf(verb));

        assertThat(kit.handler().verbs(request.build())).isEqualTo(expected);
    }
}
