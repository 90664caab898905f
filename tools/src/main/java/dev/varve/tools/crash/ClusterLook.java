package dev.varve.tools.crash;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.tools.crash.Did.Thing;
import dev.varve.tools.s3.S3Answer;
import dev.varve.tools.s3.S3Client;
import dev.varve.tools.s3.S3Request;
import dev.varve.tools.s3.XmlElement;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What one node of a cluster shows.
final class ClusterLook implements AutoCloseable {
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(20);

    private final S3Client client;

    /// All that is listed. What two nodes of the same state show is equal.
    ///
    /// @param current ETags, and what settings say of who made them
    /// @param versions by [ClusterLedger#id], of the bucket that keeps them, in the order of the list
    /// @param buckets names of all
    record Shown(Map<Thing, String> current, Map<String, Listed> versions, List<String> buckets) {
        /// ETags of versions, by their ids; empty for delete markers.
        Map<String, String> etags() {
            Map<String, String> etags = new LinkedHashMap<>();
            versions.forEach((id, listed) -> etags.put(id, listed.etag));
            return etags;
        }

        /// What another shows otherwise; empty where nothing.
        String difference(Shown other) {
            StringBuilder text = new StringBuilder();
            add(text, current, other.current);
            add(text, versions, other.versions);
            if (!buckets.equals(other.buckets)) {
                text.append(" buckets %s here, %s there".formatted(buckets, other.buckets));
            }
            if (text.isEmpty()
                    && !List.copyOf(versions.keySet())
                            .equals(List.copyOf(other.versions.keySet()))) {
                text.append(" versions in another order");
            }
            return text.length() <= 600 ? text.toString() : text.substring(0, 600) + " ...";
        }

        private static <K, V> void add(StringBuilder text, Map<K, V> here, Map<K, V> there) {
            here.forEach((what, value) -> {
                @Nullable V other = there.get(what);
                if (!value.equals(other)) {
                    text.append(" %s is %s here, %s there".formatted(what, value, other));
                }
            });
            there.keySet().stream()
                    .filter(what -> !here.containsKey(what))
                    .forEach(what -> text.append(" only there ").append(what));
        }
    }

    /// A version in a list.
    record Listed(String key, String version, String etag) {}

    ClusterLook(ClusterNode node) {
        client = new S3Client(node.required(), ANSWERS_WITHIN);
    }

    /// Which of the others it does not follow to their ends; empty where all. What others say of how far
    /// they follow this node is not looked at: they are asked themselves.
    String behind(int others) throws IOException {
        StringBuilder text = new StringBuilder();
        int level = 0;
        for (JsonNode peer : json(S3Request.of("GET", "/v1/cluster")).path("peers")) {
            if (!peer.path("direction").asText().equals("from")) {
                continue;
            }
            if (peer.path("state").asText().equals("level")) {
                level++;
            } else {
                text.append(' ').append(peer);
            }
        }
        return level == others ? "" : "level with " + level + " others;" + text;
    }

    /// Over all that nodes share; says so where something is not settled yet.
    String digest() throws IOException {
        JsonNode made = json(S3Request.of("GET", "/v1/cluster/digest"));
        return made.path("digest").asText()
                + (made.path("settling").asBoolean() ? " settling" : "");
    }

    private JsonNode json(S3Request request) throws IOException {
        return ClusterAsk.json(client.require(request));
    }

    Shown shown() throws IOException {
        Map<Thing, String> current = new TreeMap<>(Comparator.comparing(Thing::toString));
        for (String bucket : ClusterNames.BUCKETS) {
            for (XmlElement object : pages(bucket, "list-type", "Contents")) {
                current.put(new Thing(bucket, object.text("Key")), etag(object));
            }
            String by = json(ClusterAsk.settings(bucket)).at("/tags/by").asText("");
            if (!by.isEmpty()) {
                current.put(ClusterNames.settings(bucket), by);
            }
        }
        Map<String, Listed> versions = new LinkedHashMap<>();
        for (XmlElement version : pages(ClusterNames.KEPT, "versions", "Version", "DeleteMarker")) {
            Listed listed =
                    new Listed(version.text("Key"), version.text("VersionId"), etag(version));
            versions.put(ClusterLedger.id(listed.key, listed.version), listed);
        }
        return new Shown(current, versions, buckets());
    }

    private List<String> buckets() throws IOException {
        XmlElement all = client.require(S3Request.of("GET", "/")).xml();
        return all.first("Buckets").orElseThrow().all("Bucket").stream()
                .map(bucket -> bucket.text("Name"))
                .toList();
    }

    private static String etag(XmlElement object) {
        return object.text("ETag").replace("\"", "");
    }

    private List<XmlElement> pages(String bucket, String kind, String... wanted)
            throws IOException {
        List<XmlElement> all = new ArrayList<>();
        boolean plain = kind.equals("list-type");
        S3Request first = S3Request.bucket("GET", bucket).query(kind, plain ? "2" : "");
        XmlElement page = client.require(first).xml();
        add(page, all, wanted);
        while (page.text("IsTruncated").equals("true")) {
            S3Request next = S3Request.bucket("GET", bucket).query(kind, plain ? "2" : "");
            if (plain) {
                next.query("continuation-token", page.text("NextContinuationToken"));
            } else {
                next.query("key-marker", page.text("NextKeyMarker"))
                        .query("version-id-marker", page.text("NextVersionIdMarker"));
            }
            page = client.require(next).xml();
            add(page, all, wanted);
        }
        return all;
    }

    private static void add(XmlElement page, List<XmlElement> all, String... wanted) {
        page.children().stream()
                .filter(child -> List.of(wanted).contains(child.name()))
                .forEach(all::add);
    }

    /// What is wrong with the bytes of an object; empty where nothing. Those of one in parts have no one
    /// hash: its size tells.
    String read(Thing thing, String version, String etag) throws IOException {
        S3Request request = S3Request.object("GET", thing.bucket(), thing.key());
        S3Answer answer =
                client.call(version.isEmpty() ? request : request.query("versionId", version));
        if (!answer.isSuccess()) {
            return "%s %s is listed and cannot be read: %s".formatted(thing, version, answer);
        }
        boolean whole = etag.indexOf('-') < 0;
        return whole && !ClusterAsk.etag(answer.body()).equals(etag)
                ? "%s %s has other bytes than its ETag says".formatted(thing, version)
                : "";
    }

    @Override
    public void close() {
        client.close();
    }
}
