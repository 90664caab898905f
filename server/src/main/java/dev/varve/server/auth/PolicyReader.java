package dev.varve.server.auth;

import static dev.varve.server.auth.PolicyDocument.invalid;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.varve.server.auth.PolicyCondition.Match;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Reads one policy. Names of the two members keep their case; fields and operators have none.
final class PolicyReader {
    private static final String EXPIRATION = "expiration";
    private static final String CONDITIONS = "conditions";
    private static final int OPERANDS = 3;

    /// S3 lets a policy escape the dollar sign, which JSON does not.
    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(8)
                                                    .maxNumberLength(20)
                                                    .maxDocumentLength(64 * 1024)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final List<PolicyCondition> conditions = new ArrayList<>();
    private LengthRange length = LengthRange.ANY;

    PolicyDocument read(byte[] json) {
        JsonNode root = parse(json);
        if (!root.isObject()) {
            throw invalid("it is not a JSON object");
        }
        root.fieldNames().forEachRemaining(PolicyReader::requireKnown);
        Instant expiration = expiration(root.path(EXPIRATION));
        JsonNode all = root.path(CONDITIONS);
        if (!all.isArray()) {
            throw invalid("it has no list of conditions");
        }
        all.forEach(this::condition);
        return new PolicyDocument(expiration, conditions, length);
    }

    private static JsonNode parse(byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw invalid("it is not JSON");
        }
    }

    private static void requireKnown(String name) {
        if (!name.equals(EXPIRATION) && !name.equals(CONDITIONS)) {
            throw invalid("unexpected: '" + name + "'");
        }
    }

    private static Instant expiration(JsonNode node) {
        try {
            return Instant.parse(node.asText());
        } catch (DateTimeException e) {
            throw invalid("it has no valid expiration");
        }
    }

    private void condition(JsonNode node) {
        if (node.isObject() && node.size() == 1) {
            Map.Entry<String, JsonNode> only = node.properties().iterator().next();
            add(Match.EQ, only.getKey(), only.getValue());
        } else if (node.isArray() && node.size() == OPERANDS) {
            operator(node.get(0).asText().toLowerCase(Locale.ROOT), node.get(1), node.get(2));
        } else {
            throw invalid("a condition is one member of an object, or a list of three");
        }
    }

    private void operator(String operator, JsonNode left, JsonNode right) {
        switch (operator) {
            case "eq" -> add(Match.EQ, field(left), right);
            case "starts-with" -> add(Match.STARTS_WITH, field(left), right);
            case "content-length-range" ->
                    length = length.and(new LengthRange(number(left), number(right)));
            default -> throw invalid("unknown condition '" + operator + "'");
        }
    }

    private static String field(JsonNode node) {
        String text = node.asText();
        if (!node.isTextual() || !text.startsWith("$")) {
            throw invalid("a condition names its field as \"$name\"");
        }
        return text.substring(1);
    }

    private void add(Match match, String field, JsonNode value) {
        if (!value.isTextual() && !value.isIntegralNumber()) {
            throw invalid("a condition compares with a text");
        }
        conditions.add(new PolicyCondition(match, field.toLowerCase(Locale.ROOT), value.asText()));
    }

    private static long number(JsonNode node) {
        try {
            long number = Long.parseLong(node.asText());
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw invalid("a length is not a number");
        }
        throw invalid("a length is negative");
    }
}
