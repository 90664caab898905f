package dev.varve.tools.crash;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.varve.log.Bytes;
import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.ApiProblem;
import dev.varve.tools.client.ApiRequest;
import dev.varve.tools.client.Content;
import dev.varve.tools.client.Json;
import dev.varve.tools.client.Unreachable;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/// Puts, deletes, transactions and deletes of prefixes, whatever becomes of the server.
final class FeedLoad implements Runnable, AutoCloseable {
    private static final int KEYS = 20;
    private static final int PLACES = 3;
    private static final int HUNDRED = 100;
    private static final int PUTS = 75;
    private static final int DELETES = 90;
    private static final int TRANSACTIONS = 97;

    private final ApiClient client;
    private final SplittableRandom random;
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean ending;

    FeedLoad(ApiClient client, SplittableRandom random) {
        this.client = client;
        this.random = random;
        this.thread = Thread.ofPlatform().name("feed-load").daemon(true).start(this);
    }

    /// Versions whose puts were answered.
    Set<String> acknowledged() {
        return acknowledged;
    }

    @Override
    public void run() {
        while (!ending) {
            try {
                step();
            } catch (ApiProblem | Unreachable e) { // killed, or nothing there to delete
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String key() {
        return "p" + random.nextInt(PLACES) + "/" + random.nextInt(KEYS);
    }

    private static ApiRequest objects(String method) {
        return ApiRequest.of(method, "buckets", FeedChild.BUCKET, "objects");
    }

    private void step() {
        int dice = random.nextInt(HUNDRED);
        if (dice < PUTS) {
            Content body = new Content.Whole(Bytes.utf8("x" + random.nextLong()));
            acknowledged.add(
                    client.call(objects("PUT").key(key()).body(body))
                            .json()
                            .path("version")
                            .asText());
        } else if (dice < DELETES) {
            client.call(objects("DELETE").key(key()));
        } else if (dice < TRANSACTIONS) {
            client.call(ApiRequest.of("POST", "transactions").json(transaction()));
        } else {
            client.call(objects("DELETE").query("prefix", "p" + random.nextInt(PLACES) + "/"));
        }
    }

    private ObjectNode transaction() {
        ObjectNode body = Json.object();
        ArrayNode parts = body.putArray("parts");
        int first = random.nextInt(KEYS);
        for (int i = 0; i < PLACES; i++) {
            ObjectNode delete = Json.object();
            delete.put("bucket", FeedChild.BUCKET).put("key", "p" + i + "/" + first);
            parts.addObject().set("delete", delete);
        }
        return body;
    }

    @Override
    public void close() {
        ending = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.close();
    }
}
