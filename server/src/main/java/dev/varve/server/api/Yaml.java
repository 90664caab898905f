package dev.varve.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Writes JSON as YAML 1.2: blocks for what has parts, and text in the quotes of JSON wherever a parser
/// might take it for something else.
final class Yaml {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][\\w /.,;()'{}+=-]*");
    private static final Set<String> WORDS =
            Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    private final StringBuilder out = new StringBuilder();

    private Yaml() {}

    static String of(JsonNode node) {
        Yaml yaml = new Yaml();
        yaml.block(node, 0);
        return yaml.out.toString();
    }

    private void block(JsonNode node, int depth) {
        if (node.isObject()) {
            node.properties().forEach(field -> field(field, depth));
        } else {
            node.forEach(each -> item(each, depth));
        }
    }

    private void field(Map.Entry<String, JsonNode> field, int depth) {
        out.append("  ".repeat(depth)).append(text(field.getKey())).append(':');
        value(field.getValue(), depth);
    }

    private void value(JsonNode value, int depth) {
        if (value.isContainerNode() && !value.isEmpty()) {
            out.append('\n');
            block(value, depth + 1);
        } else {
            out.append(' ').append(scalar(value)).append('\n');
        }
    }

    /// The first field of an object stands beside the dash.
    private void item(JsonNode item, int depth) {
        out.append("  ".repeat(depth)).append('-');
        if (item.isObject() && !item.isEmpty()) {
            int begin = out.length();
            block(item, depth + 1);
            out.replace(begin, begin + 2 * (depth + 1), " ");
        } else {
            value(item, depth);
        }
    }

    private static String scalar(JsonNode value) {
        return value.isTextual() ? text(value.textValue()) : value.toString();
    }

    private static String text(String text) {
        boolean plain =
                PLAIN.matcher(text).matches()
                        && !text.endsWith(" ")
                        && !WORDS.contains(text.toLowerCase(Locale.ROOT));
        return plain ? text : TextNode.valueOf(text).toString();
    }
}
