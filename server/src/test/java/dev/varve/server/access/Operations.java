package dev.varve.server.access;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The operations of an OpenAPI document, which has all of the API's table, and which one a request is
/// for.
record Operations(List<Operation> all) {
    /// @param variables of the path: one that has fewer says more
    record Operation(String name, String method, Pattern path, int variables) {
        boolean answers(String asked, Sent sent) {
            return method.equals(asked) && path.matcher(sent.path()).matches();
        }
    }

    private static final Pattern REST = Pattern.compile("\\{(key|prefix)}");
    private static final Pattern VARIABLE = Pattern.compile("\\{\\w+}");

    static Operations of(String document) {
        List<Operation> all = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : World.json(document).path("paths").properties()) {
            String rest = REST.matcher(path.getKey()).replaceAll(".+");
            String form = VARIABLE.matcher(rest).replaceAll("[^/]+");
            int variables = (int) VARIABLE.matcher(path.getKey()).results().count();
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                all.add(
                        new Operation(
                                operation.getValue().path("operationId").asText(),
                                operation.getKey().toUpperCase(Locale.ROOT),
                                Pattern.compile(form),
                                variables));
            }
        }
        all.sort(Comparator.comparingInt(Operation::variables));
        return new Operations(all);
    }

    Set<String> names() {
        Set<String> names = new TreeSet<>();
        all.forEach(each -> names.add(each.name()));
        return names;
    }

    /// HEAD is answered as GET where nothing else is said.
    String of(Sent sent) {
        return find(sent.method(), sent)
                .orElseGet(() ->
                        find(sent.method().equals("HEAD") ? "GET" : "", sent)
                                .orElseThrow(() ->
                                        new IllegalArgumentException("no endpoint for " + sent)));
    }

    private Optional<String> find(String method, Sent sent) {
        return all.stream()
                .filter(each -> each.answers(method, sent))
                .map(Operation::name)
                .findFirst();
    }
}
