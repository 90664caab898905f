package dev.varve.tools.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/// The items of a list that comes in pages, one page at a time in memory.
public final class Pages implements Iterator<JsonNode> {
    private final ApiClient client;
    private final ApiRequest first;
    private final List<String> fields;
    private final Deque<JsonNode> page = new ArrayDeque<>();
    private Optional<String> cursor = Optional.empty();
    private boolean done;

    /// @param fields of the answer that have the items
    public Pages(ApiClient client, ApiRequest first, String... fields) {
        this.client = client;
        this.first = first;
        this.fields = List.of(fields);
    }

    @Override
    public boolean hasNext() {
        while (page.isEmpty() && !done) {
            JsonNode answer = client.call(first.query("cursor", cursor)).json();
            fields.forEach(field -> answer.path(field).forEach(page::add));
            Optional<String> next =
                    Optional.of(answer.path("next"))
                            .filter(JsonNode::isTextual)
                            .map(JsonNode::asText);
            if (next.isPresent() && next.equals(cursor)) {
                throw new Unreachable("the server's list does not go on", null);
            }
            cursor = next;
            done = next.isEmpty();
        }
        return !page.isEmpty();
    }

    @Override
    public JsonNode next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return page.removeFirst();
    }
}
