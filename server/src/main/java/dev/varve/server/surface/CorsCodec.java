package dev.varve.server.surface;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.varve.log.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// The rules of a bucket as its settings hold them: JSON, whichever surface set them. What is written
/// here stays readable: fields are only added.
final class CorsCodec {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String ID = "id";
    private static final String ORIGINS = "origins";
    private static final String METHODS = "methods";
    private static final String HEADERS = "headers";
    private static final String EXPOSED = "exposed";
    private static final String MAX_AGE = "max_age";
    private static final String CREDENTIALS = "credentials";

    private CorsCodec() {}

    static Bytes write(CorsRules rules) {
        ArrayNode all = MAPPER.createArrayNode();
        for (CorsRule rule : rules.rules()) {
            ObjectNode node = all.addObject();
            node.put(ID, rule.id());
            put(node, ORIGINS, rule.origins());
            put(node, METHODS, rule.methods());
            put(node, HEADERS, rule.headers());
            put(node, EXPOSED, rule.exposed());
            node.put(MAX_AGE, rule.maxAge());
            node.put(CREDENTIALS, rule.credentials());
        }
        return Bytes.utf8(all.toString());
    }

    private static void put(ObjectNode node, String name, List<String> all) {
        ArrayNode array = node.putArray(name);
        all.forEach(array::add);
    }

    static CorsRules read(Bytes document) {
        try {
            List<CorsRule> rules = new ArrayList<>();
            for (JsonNode node : MAPPER.readTree(document.toArray())) {
                rules.add(
                        new CorsRule(
                                node.path(ID).asText(),
                                list(node, ORIGINS),
                                list(node, METHODS),
                                list(node, HEADERS),
                                list(node, EXPOSED),
                                node.path(MAX_AGE).asInt(-1),
                                node.path(CREDENTIALS).asBoolean()));
            }
            return new CorsRules(rules);
        } catch (IOException e) {
            throw new UncheckedIOException("the CORS rules of a bucket cannot be read", e);
        }
    }

    private static List<String> list(JsonNode node, String name) {
        List<String> all = new ArrayList<>();
        node.path(name).forEach(each -> all.add(each.asText()));
        return all;
    }
}
