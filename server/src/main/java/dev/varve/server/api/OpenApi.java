package dev.varve.server.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.varve.log.ObjectKey;
import dev.varve.server.api.Endpoint.Content;
import dev.varve.server.api.Endpoint.In;
import dev.varve.server.api.Endpoint.Parameter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The OpenAPI 3.1 document, made from the table of endpoints: the same rows give the same bytes.
final class OpenApi {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String DESCRIPTION = "description";
    private static final String SCHEMA = "schema";

    private static final List<String> METHODS =
            List.of("get", "head", "put", "post", "patch", "delete", "options");

    /// Marks a variable of the path that is all the rest of it, which OpenAPI cannot say.
    static final String REST = "x-rest-of-path";

    private static final String ABOUT =
            """
            What S3 cannot say, and what it can, as JSON. Errors are problems (RFC 9457): `type` and \
            `code` are stable, and programs may compare them. Every answer has its request id in \
            `x-amz-request-id`. HEAD works wherever GET does. Any other method at a path is 405, any \
            other path 404. A parameter of the query or a field of a body that is not in this document \
            is refused; later versions may add fields to answers. Times are RFC 3339, in UTC. Keys are \
            the rest of a path: slashes within them need no encoding.\
            """;

    private final Schemas schemas = new Schemas();
    private final ErrorAnswers errors = new ErrorAnswers();

    private OpenApi() {}

    static ObjectNode of(List<Resource> resources) {
        return new OpenApi().document(resources);
    }

    /// One for all resources of the same title.
    private static ArrayNode tags(List<Resource> resources) {
        ArrayNode tags = NODES.arrayNode();
        resources.stream()
                .map(Resource::title)
                .distinct()
                .forEach(title -> tags.add(NODES.objectNode().put("name", title)));
        return tags;
    }

    private ObjectNode document(List<Resource> resources) {
        Map<String, Map<String, ObjectNode>> paths = new TreeMap<>();
        Comparator<String> order = Comparator.comparingInt(METHODS::indexOf);
        answered(resources);
        for (Resource resource : resources) {
            for (Endpoint row : resource.endpoints()) {
                paths.computeIfAbsent(row.path().openApi(), _ -> new TreeMap<>(order))
                        .put(
                                row.method().toLowerCase(Locale.ROOT),
                                operation(row, resource.title()));
            }
        }
        ObjectNode document = NODES.objectNode().put("openapi", "3.1.0");
        document.set("info", info());
        document.set("servers", NODES.arrayNode().add(NODES.objectNode().put("url", "/")));
        document.set("security", Security.requirements());
        document.set("tags", tags(resources));
        ObjectNode all = document.putObject("paths");
        paths.forEach((path, operations) -> all.putObject(path).setAll(operations));
        ObjectNode components = document.putObject("components");
        components.putObject("schemas").setAll(schemas.components());
        components.putObject("responses").setAll(errors.shared());
        components.set("securitySchemes", Security.schemes());
        return document;
    }

    /// Forms that are answered have their plain names, whatever comes first in the table.
    private void answered(List<Resource> resources) {
        schemas.of(Problem.class, Schemas.Way.ANSWERED);
        resources.stream()
                .flatMap(resource -> resource.endpoints().stream())
                .flatMap(row -> row.description().answers().stream())
                .map(Endpoint.Answer::content)
                .forEach(content -> {
                    if (content != null && content.form() != null) {
                        schemas.of(content.form(), Schemas.Way.ANSWERED);
                    }
                });
    }

    private static ObjectNode info() {
        ObjectNode info = NODES.objectNode();
        info.put("title", "Varve").put("version", "1").put(DESCRIPTION, ABOUT);
        info.putObject("license").put("name", "Apache-2.0").put("identifier", "Apache-2.0");
        return info;
    }

    private ObjectNode operation(Endpoint row, String tag) {
        Endpoint.Description told = row.description();
        ObjectNode operation = NODES.objectNode().put("operationId", row.name());
        operation.put("summary", told.summary());
        operation.set("tags", NODES.arrayNode().add(tag));
        if (told.deprecated()) {
            operation.put("deprecated", true);
        }
        if (told.open()) {
            operation.set("security", NODES.arrayNode());
        }
        ArrayNode parameters = parameters(row);
        if (!parameters.isEmpty()) {
            operation.set("parameters", parameters);
        }
        if (told.request() != null) {
            operation.set("requestBody", body(told.request(), told.example()));
        }
        operation.set("responses", responses(row));
        return operation;
    }

    private static ArrayNode parameters(Endpoint row) {
        ArrayNode all = NODES.arrayNode();
        row.path().variables().forEach(name -> all.add(variable(row, name)));
        row.description().parameters().stream()
                .filter(parameter -> parameter.in() != In.PATH)
                .forEach(parameter -> all.add(parameter(parameter)));
        return all;
    }

    private static ObjectNode variable(Endpoint row, String name) {
        ObjectNode node = NODES.objectNode().put("name", name).put("in", "path");
        node.put(DESCRIPTION, aboutVariable(row, name)).put("required", true);
        if (row.path().isRest(name)) {
            node.put(REST, true);
        }
        ObjectNode schema = node.putObject(SCHEMA).put("type", "string").put("minLength", 1);
        if (name.equals(ApiCall.KEY)) {
            schema.put("maxLength", ObjectKey.MAX_BYTES);
        }
        return node;
    }

    private static String aboutVariable(Endpoint row, String name) {
        return row.description().parameters().stream()
                .filter(parameter -> parameter.in() == In.PATH && parameter.name().equals(name))
                .map(Parameter::about)
                .findFirst()
                .orElseGet(() ->
                        switch (name) {
                            case ApiCall.BUCKET -> "name of the bucket";
                            case ApiCall.KEY ->
                                    "key of the object: the rest of the path, slashes and all";
                            default -> "the " + name;
                        });
    }

    private static ObjectNode parameter(Parameter parameter) {
        ObjectNode node = NODES.objectNode().put("name", parameter.name());
        node.put("in", parameter.in().name().toLowerCase(Locale.ROOT));
        node.put(DESCRIPTION, parameter.about());
        node.putObject(SCHEMA).put("type", parameter.type());
        return node;
    }

    private ObjectNode body(Content content, @Nullable String example) {
        ObjectNode media = media(content, Schemas.Way.ASKED);
        if (example != null) {
            media.set(
                    "example",
                    content.form() == null ? NODES.textNode(example) : Json.tree(example));
        }
        ObjectNode body = NODES.objectNode().put("required", content.form() != null);
        body.putObject("content").set(content.mediaType(), media);
        return body;
    }

    private ObjectNode media(Content content, Schemas.Way way) {
        ObjectNode media = NODES.objectNode();
        return content.form() == null ? media : media.set(SCHEMA, schemas.of(content.form(), way));
    }

    private ObjectNode responses(Endpoint row) {
        Map<String, ObjectNode> all = new TreeMap<>();
        for (Endpoint.Answer answer : row.description().answers()) {
            String status = Integer.toString(answer.status());
            ObjectNode response =
                    all.computeIfAbsent(status, _ -> NODES.objectNode().put(DESCRIPTION, ""));
            response.put(DESCRIPTION, about(response, answer));
            answer.headers().forEach(header -> header(response, header));
            if (answer.content() != null) {
                response.withObjectProperty("content")
                        .set(
                                answer.content().mediaType(),
                                media(answer.content(), Schemas.Way.ANSWERED));
            }
        }
        errors.addTo(all, row);
        ObjectNode responses = NODES.objectNode();
        responses.setAll(all);
        return responses;
    }

    private static String about(ObjectNode response, Endpoint.Answer answer) {
        String before = response.path(DESCRIPTION).asText();
        String about = answer.about().isEmpty() ? Reasons.of(answer.status()) : answer.about();
        return before.isEmpty() ? about : before + "; or " + about;
    }

    private static void header(ObjectNode response, Endpoint.Header header) {
        ObjectNode node = response.withObjectProperty("headers").putObject(header.name());
        node.put(DESCRIPTION, header.about()).putObject(SCHEMA).put("type", "string");
    }
}
