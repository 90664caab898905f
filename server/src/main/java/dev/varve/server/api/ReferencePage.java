package dev.varve.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;

/// The document as a page for people: one file that loads nothing and runs nothing, so that it can be
/// read where there is no network, and found in with the search of a browser.
final class ReferencePage {
    private static final String STYLE = style();
    private static final Pattern VARIABLE = Pattern.compile("(\\{\\w+})");
    private static final String SHARED = "#/components/responses/";

    private final JsonNode document;
    private final Html html = new Html();

    private ReferencePage(JsonNode document) {
        this.document = document;
    }

    static String of(JsonNode document) {
        ReferencePage page = new ReferencePage(document);
        page.write();
        return page.html.toString();
    }

    /// Lets a browser load nothing, and use no style but this one.
    static String policy() {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(STYLE.getBytes(StandardCharsets.UTF_8));
            return "default-src 'none'; style-src 'sha256-"
                    + Base64.getEncoder().encodeToString(hash)
                    + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String style() {
        try (InputStream in = ReferencePage.class.getResourceAsStream("reference.css")) {
            if (in == null) {
                throw new IllegalStateException("reference.css is not in the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write() {
        html.raw("<!doctype html>\n")
                .open("html lang=en")
                .open("head")
                .open("meta charset=utf-8")
                .open("meta name=viewport content=\"width=device-width, initial-scale=1\"")
                .open("meta name=color-scheme content=\"light dark\"")
                .element("title", "Varve API")
                .open("style")
                .raw(STYLE)
                .close("style")
                .close("head")
                .open("body");
        contents();
        html.open("main");
        introduction();
        document.path("tags").forEach(tag -> group(tag.path("name").asText()));
        errors();
        html.close("main").close("body").close("html");
    }

    /// Everything there is, at the left.
    private void contents() {
        html.open("nav")
                .open("a class=home href=#top")
                .text("Varve ")
                .element("span", "API v" + document.at("/info/version").asText())
                .close("a");
        for (JsonNode tag : document.path("tags")) {
            String name = tag.path("name").asText();
            html.element("h2", name).open("ul");
            each(name, (path, method, operation) -> entry(method, operation));
            html.close("ul");
        }
        html.open("h2").element("a href=#errors", "Errors").close("h2").close("nav");
    }

    private void entry(String method, JsonNode operation) {
        html.open("li")
                .open("a href=#" + operation.path("operationId").asText())
                .element("b class=" + method, method)
                .text(operation.path("operationId").asText())
                .close("a")
                .close("li");
    }

    private void introduction() {
        html.open("header id=top")
                .element("h1", "Varve API")
                .open("p class=lead")
                .prose(document.at("/info/description").asText())
                .close("p")
                .open("pre")
                .text("export VARVE=http://localhost:9000 ID=access-key-id SECRET=secret\n")
                .text("curl -u \"$ID:$SECRET\" \"$VARVE/v1/buckets\"")
                .close("pre")
                .open("table")
                .open("tbody");
        for (Map.Entry<String, JsonNode> scheme :
                document.at("/components/securitySchemes").properties()) {
            html.open("tr")
                    .element("th", scheme.getKey())
                    .element("td", scheme.getValue().path("description").asText())
                    .close("tr");
        }
        html.close("tbody").close("table").open("p").text("The same for programs: ");
        html.element("a href=openapi.json", "openapi.json").text(", ");
        html.element("a href=openapi.yaml", "openapi.yaml").close("p").close("header");
    }

    private interface Visitor {
        void visit(String path, String method, JsonNode operation);
    }

    /// The operations of a group, in the order of their paths.
    private void each(String tag, Visitor visitor) {
        document.path("paths")
                .properties()
                .forEach(path ->
                        path.getValue()
                                .properties()
                                .forEach(method -> {
                                    if (method.getValue().at("/tags/0").asText().equals(tag)) {
                                        visitor.visit(
                                                path.getKey(), method.getKey(), method.getValue());
                                    }
                                }));
    }

    private void group(String tag) {
        html.open("section").element("h2", tag);
        each(tag, this::operation);
        html.close("section");
    }

    private void operation(String path, String method, JsonNode operation) {
        String name = operation.path("operationId").asText();
        html.open("article id=" + name).open("h3").element("b class=" + method, method);
        html.open("code").raw(emphasized(path)).close("code");
        html.open("a class=anchor href=#" + name + " aria-label=\"Link to " + name + "\"");
        html.text("#").close("a").close("h3");
        html.open("p class=summary").prose(operation.path("summary").asText());
        html.element("small", name);
        if (operation.path("deprecated").asBoolean()) {
            html.element("em", "deprecated");
        }
        if (operation.path("security").isArray()) {
            html.element("em", "needs no key");
        }
        html.close("p").open("div class=columns").open("div");
        parameters(operation.path("parameters"));
        body(operation.path("requestBody"));
        answers(operation.path("responses"));
        html.close("div").open("div class=samples");
        html.element("pre", CurlLine.of(path, method, operation, document));
        samples(operation.path("responses"));
        html.close("div").close("div").close("article");
    }

    private static String emphasized(String path) {
        return VARIABLE.matcher(new Html().text(path).toString()).replaceAll("<i>$1</i>");
    }

    private void parameters(JsonNode parameters) {
        if (parameters.isEmpty()) {
            return;
        }
        html.element("h4", "Parameters").open("table").open("tbody");
        for (JsonNode each : parameters) {
            html.open("tr").open("td").element("code", each.path("name").asText()).close("td");
            html.open("td class=type").text(each.path("in").asText() + " ");
            html.text(each.at("/schema/type").asText()).close("td");
            html.open("td").prose(each.path("description").asText()).close("td").close("tr");
        }
        html.close("tbody").close("table");
    }

    private void body(JsonNode body) {
        for (Map.Entry<String, JsonNode> content : body.path("content").properties()) {
            html.open("h4").text("Body ");
            html.element("small", media(content.getKey())).close("h4");
            form(content.getValue());
        }
    }

    private static String media(String type) {
        return type.equals("*/*") ? "bytes of any type" : type;
    }

    private void form(JsonNode media) {
        if (media.has("schema")) {
            new FormTable(document, html).write(media.path("schema"));
        }
    }

    /// Those that are not shared with all others, which have a place of their own.
    private void answers(JsonNode responses) {
        html.element("h4", "Answers");
        for (Map.Entry<String, JsonNode> each : responses.properties()) {
            if (!each.getValue().path("$ref").asText().startsWith(SHARED)) {
                answer(each.getKey(), each.getValue());
            }
        }
        html.open("p class=more").text("and ");
        html.element("a href=#errors", "what any request may be told").close("p");
    }

    private void answer(String status, JsonNode response) {
        html.open("div class=\"answer s" + status.charAt(0) + "\"").element("b", status);
        html.open("span").prose(response.path("description").asText()).close("span").close("div");
        for (Map.Entry<String, JsonNode> header : response.path("headers").properties()) {
            html.open("p class=header").element("code", header.getKey());
            html.text(" ").prose(header.getValue().path("description").asText()).close("p");
        }
        for (Map.Entry<String, JsonNode> content : response.path("content").properties()) {
            if (!content.getKey().equals(Problem.TYPE)) {
                html.element("p class=media", media(content.getKey()));
                form(content.getValue());
            }
        }
    }

    private void samples(JsonNode responses) {
        for (Map.Entry<String, JsonNode> each : responses.properties()) {
            JsonNode media = each.getValue().path("content").path(Json.TYPE);
            if (media.has("schema")) {
                html.element("p class=media", each.getKey());
                html.element("pre", Json.pretty(new Examples(document).of(media.path("schema"))));
            }
        }
    }

    private void errors() {
        html.open("section id=errors").element("h2", "Errors").open("article");
        html.element("p class=summary", "What any request may be told, as a problem:");
        new FormTable(document, html).write(document.at("/components/schemas/Problem"));
        document.at("/components/responses")
                .properties()
                .forEach(each ->
                        answer(each.getKey().substring("Problem".length()), each.getValue()));
        html.close("article").close("section");
    }
}
