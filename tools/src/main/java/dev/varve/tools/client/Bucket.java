package dev.varve.tools.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// The objects of one bucket.
public record Bucket(ApiClient client, String name) {
    private static final String BUCKETS = "buckets";
    private static final String OBJECTS = "objects";
    private static final String PAGE = "1000";

    /// A request about one object.
    public ApiRequest request(String method, String key) {
        ApiRequest request = ApiRequest.of(method, BUCKETS, name, OBJECTS).key(key);
        boolean reads = method.equals("GET") || method.equals("HEAD");
        return reads ? request.repeat(Repeat.ALWAYS) : request;
    }

    /// The name under which it can be read as it was.
    ///
    /// @param moment a time of RFC 3339, or the number of a position
    public String at(String moment) {
        ApiRequest asked =
                ApiRequest.of("POST", BUCKETS, name, "at")
                        .json(Json.object().put("as_of", moment))
                        .repeat(Repeat.ALWAYS);
        return client.call(asked).json().path("bucket").asText();
    }

    /// By key, in the order of their bytes.
    public Iterator<RemoteObject> objects(String prefix) {
        Pages pages = new Pages(client, list(prefix).query("metadata", "true"), OBJECTS);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return pages.hasNext();
            }

            @Override
            public RemoteObject next() {
                return RemoteObject.of(pages.next());
            }
        };
    }

    /// Objects as they are told, with prefixes as texts before those of their page.
    ///
    /// @param delimiter empty to have all objects
    public Pages listed(String prefix, String delimiter) {
        return delimiter.isEmpty()
                ? new Pages(client, list(prefix), OBJECTS)
                : new Pages(
                        client, list(prefix).query("delimiter", delimiter), "prefixes", OBJECTS);
    }

    private ApiRequest list(String prefix) {
        ApiRequest request = ApiRequest.get(BUCKETS, name, OBJECTS).query("limit", PAGE);
        return prefix.isEmpty() ? request : request.query("prefix", prefix);
    }

    public Optional<RemoteObject> find(String key) {
        return client.find(request("HEAD", key)).map(answer -> RemoteObject.of(key, answer));
    }

    /// Deletes an object; with a condition, only where it holds.
    public void delete(String key, Condition condition) {
        try {
            client.call(condition.on(request("DELETE", key)));
        } catch (ApiProblem problem) {
            // A request that was repeated finds gone what the one before it deleted.
            if (problem.status() != 412 || find(key).isPresent()) {
                throw problem;
            }
        }
    }

    /// Deletes up to a thousand objects, each if it is still as it was listed.
    ///
    /// @return what the server says of each
    public Iterable<JsonNode> deleteAll(List<RemoteObject> objects) {
        ObjectNode asked = Json.object();
        ArrayNode items = asked.putArray("objects");
        for (RemoteObject object : objects) {
            items.addObject().put("key", object.key()).put("if_match", "\"" + object.etag() + "\"");
        }
        return client.call(ApiRequest.of("POST", BUCKETS, name, "delete").json(asked))
                .json()
                .path("results");
    }

    /// Copies an object of this bucket as it is known, without its bytes moving through here.
    public JsonNode copy(RemoteObject from, Bucket bucket, String key, Condition condition) {
        ObjectNode asked = Json.object();
        place(asked, from, bucket, key, condition);
        return client.call(ApiRequest.of("POST", BUCKETS, name, "copy").json(asked)).json();
    }

    /// As [#copy], and it is gone here in the same moment.
    public JsonNode move(RemoteObject from, Bucket bucket, String key, Condition condition) {
        ObjectNode asked = Json.object();
        ObjectNode move = asked.putArray("parts").addObject().putObject("move");
        place(move.put("bucket", name), from, bucket, key, condition);
        return client.call(ApiRequest.of("POST", "transactions").json(asked))
                .json()
                .at("/results/0/object");
    }

    private static void place(
            ObjectNode into, RemoteObject from, Bucket bucket, String key, Condition condition) {
        into.putObject("from").put("key", from.key()).put("if_match", "\"" + from.etag() + "\"");
        ObjectNode to = into.putObject("to").put("bucket", bucket.name()).put("key", key);
        condition.in(to);
    }
}
