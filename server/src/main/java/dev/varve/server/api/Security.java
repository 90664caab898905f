package dev.varve.server.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// How one shows who one is, as OpenAPI says it: any of them will do.
final class Security {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Security() {}

    static ArrayNode requirements() {
        ArrayNode any = NODES.arrayNode();
        schemes().fieldNames().forEachRemaining(name -> any.addObject().putArray(name));
        return any;
    }

    static ObjectNode schemes() {
        ObjectNode schemes = NODES.objectNode();
        schemes.putObject("basic")
                .put("type", "http")
                .put("scheme", "basic")
                .put("description", "An access key: its id, and its secret as the password.");
        schemes.putObject("bearer")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("bearerFormat", "JWT")
                .put("description", "A token of a configured issuer.");
        schemes.putObject("signature")
                .put("type", "apiKey")
                .put("in", "header")
                .put("name", "Authorization")
                .put(
                        "description",
                        "AWS Signature Version 4 for the service s3, in this header or in the query.");
        return schemes;
    }
}
