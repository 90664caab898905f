package dev.varve.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.server.DocPage;
import dev.varve.server.auth.Action;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.HttpResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// To write `docs/openapi.yaml` anew:
/// `./mvnw -q -pl server -am test -Dtest=OpenApiTest -Dvarve.docs=write`.
class OpenApiTest {
    private record Both(String id, int size, @Nullable String note) {}

    private record Asked(@About(value = "who", example = "cat") String name, Both both) {}

    private static final Resource SAMPLE =
            () ->
                    List.of(
                            Endpoint.of(
                                            "POST",
                                            "/v1/buckets/{bucket}/things/{key...}",
                                            "makeThing",
                                            Action.WRITE_OBJECT,
                                            _ -> HttpResponse.of(204))
                                    .summary("Makes a thing")
                                    .path("bucket", "where")
                                    .query("limit", "integer", "how many")
                                    .header("if-match", "only this one")
                                    .takesJson(Asked.class)
                                    .example("{\"name\":\"dog\"}")
                                    .answersJson(201, Both.class)
                                    .answersHeader("location", "where it is")
                                    .refuses(ErrorCode.PRECONDITION_FAILED)
                                    .deprecated());

    private static JsonNode sample() {
        return OpenApi.of(List.of(SAMPLE));
    }

    private static JsonNode operation() {
        return sample().path("paths").path("/v1/buckets/{bucket}/things/{key}").path("post");
    }

    @Test
    void tellsOfParameters() {
        JsonNode parameters = operation().path("parameters");

        assertThat(parameters.findValuesAsText("name"))
                .containsExactly("bucket", "key", "limit", "if-match");
        assertThat(parameters.findValuesAsText("in"))
                .containsExactly("path", "path", "query", "header");
        assertThat(parameters.at("/0/description").asText()).isEqualTo("where");
        assertThat(parameters.at("/0").has(OpenApi.REST)).isFalse();
        assertThat(parameters.at("/1/x-rest-of-path").asBoolean()).isTrue();
        assertThat(parameters.at("/2/schema/type").asText()).isEqualTo("integer");
    }

    @Test
    void tellsWhatOneMayLeaveOut() {
        JsonNode schemas = sample().at("/components/schemas");

        assertThat(schemas.at("/Asked/required")).hasToString("[\"name\",\"both\"]");
        assertThat(schemas.at("/Asked/additionalProperties").asBoolean(true)).isFalse();
        assertThat(schemas.at("/Both/required")).hasToString("[\"id\",\"size\"]");
        assertThat(schemas.at("/BothInput/required")).hasToString("[\"id\"]");
        assertThat(schemas.at("/BothInput/properties/size/default").asInt(-1)).isZero();
        assertThat(schemas.at("/Asked/properties/both/$ref").asText()).endsWith("/BothInput");
        assertThat(schemas.at("/Asked/properties/name/description").asText()).isEqualTo("who");
    }

    @Test
    void tellsOfAnswersAndErrors() {
        JsonNode responses = operation().path("responses");

        assertThat(responses.at("/201/headers/location/description").asText())
                .isEqualTo("where it is");
        assertThat(responses.at("/412/content/application~1problem+json/schema/allOf/1"))
                .hasToString("{\"properties\":{\"code\":{\"enum\":[\"PreconditionFailed\"]}}}");
        assertThat(responses.at("/404/description").asText()).contains("NoSuchBucket");
        assertThat(responses.at("/401/$ref").asText()).endsWith("/Problem401");
        assertThat(operation().path("deprecated").asBoolean()).isTrue();
        assertThat(operation().at("/requestBody/content/application~1json/example/name").asText())
                .isEqualTo("dog");
    }

    @Test
    void everyOperationIsTold(@TempDir Path directory) {
        try (ApiKit kit = ApiKit.openAll(directory)) {
            Set<String> told = new TreeSet<>();
            kit.contract
                    .document()
                    .path("paths")
                    .forEach(path ->
                            path.forEach(operation -> {
                                told.add(operation.path("operationId").asText());
                                assertThat(operation.path("summary").asText()).isNotEmpty();
                                assertThat(
                                                operation
                                                        .path("responses")
                                                        .findValuesAsText("description"))
                                        .allMatch(about -> !about.isEmpty());
                            }));

            assertThat(told)
                    .containsExactlyInAnyOrderElementsOf(
                            new Endpoints(kit.resources)
                                    .rows().stream().map(Endpoint::name).toList());
        }
    }

    @Test
    void everyReferenceLeadsSomewhere(@TempDir Path directory) {
        try (ApiKit kit = ApiKit.openAll(directory)) {
            JsonNode document = kit.contract.document();

            assertThat(document.findValuesAsText("$ref"))
                    .isNotEmpty()
                    .allSatisfy(reference ->
                            assertThat(document.at(reference.substring(1)).isObject()).isTrue());
        }
    }

    @Test
    void pageIsUpToDate(@TempDir Path directory) throws IOException {
        DocPage page = DocPage.of("openapi.yaml");
        try (ApiKit kit = ApiKit.openAll(directory)) {
            String made = Yaml.of(kit.contract.document());
            if ("write".equals(System.getProperty("varve.docs"))) {
                Files.writeString(page.file(), made);
            } else {
                assertThat(page.text()).isEqualTo(made);
            }
        }
    }
}
