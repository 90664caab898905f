package dev.varve.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.server.auth.Action;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/// The API told of by itself: `/v1/openapi.json`, `/v1/openapi.yaml` and, for people, `/v1/docs`. Made
/// once, from the table of endpoints.
public final class DocsResource implements Resource {
    private static final String YAML = "application/yaml";
    private static final String HTML = "text/html;charset=utf-8";

    private final String json;
    private final String yaml;
    private final String page;

    /// @param others what else there is to tell of
    public DocsResource(List<Resource> others) {
        List<Resource> all = new ArrayList<>(others);
        all.add(this);
        JsonNode document = OpenApi.of(all);
        this.json = Json.pretty(document);
        this.yaml = Yaml.of(document);
        this.page = ReferencePage.of(document);
    }

    @Override
    public String title() {
        return "This reference";
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of(
                                "GET",
                                "/v1/openapi.json",
                                "getOpenApiJson",
                                Action.LIST_BUCKETS,
                                _ -> json())
                        .openToAll()
                        .summary("This API as OpenAPI 3.1")
                        .answersJson(200, JsonNode.class),
                Endpoint.of(
                                "GET",
                                "/v1/openapi.yaml",
                                "getOpenApiYaml",
                                Action.LIST_BUCKETS,
                                _ -> yaml())
                        .openToAll()
                        .summary("The same as YAML")
                        .answers(200, "", Endpoint.Content.bytes(YAML)),
                Endpoint.of("GET", "/v1/docs", "getDocs", Action.LIST_BUCKETS, _ -> page())
                        .openToAll()
                        .summary("The same for people to read")
                        .answers(200, "", Endpoint.Content.bytes("text/html")));
    }

    /// For a path of its own, outside the API.
    public HttpResponse json(HttpRequest request) {
        request.note().operation("OpenApi");
        return json();
    }

    public HttpResponse yaml(HttpRequest request) {
        request.note().operation("OpenApi");
        return yaml();
    }

    private HttpResponse json() {
        return HttpResponse.of(200, Json.TYPE, json);
    }

    private HttpResponse yaml() {
        return HttpResponse.of(200, YAML, yaml);
    }

    private HttpResponse page() {
        return HttpResponse.of(200, HTML, page)
                .header("content-security-policy", ReferencePage.policy())
                .header("x-content-type-options", "nosniff")
                .header("referrer-policy", "no-referrer");
    }
}
