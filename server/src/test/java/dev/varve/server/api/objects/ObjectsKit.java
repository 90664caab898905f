package dev.varve.server.api.objects;

import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.BucketSettings.ObjectLock;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.server.api.ApiKit;
import dev.varve.server.api.LifecycleResource;
import dev.varve.server.api.PastResource;
import dev.varve.server.api.Resource;
import dev.varve.server.api.Told;
import dev.varve.server.http.Percent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The resources of objects over a real store with the bucket `b` of Alice's.
final class ObjectsKit implements AutoCloseable {
    static final String BUCKET = "/v1/buckets/bkt";
    final ApiKit api;

    private ObjectsKit(ApiKit api) {
        this.api = api;
    }

    static ObjectsKit open(Path directory) {
        return open(directory, BucketSettings.DEFAULT);
    }

    static ObjectsKit versioned(Path directory) {
        return open(directory, BucketSettings.DEFAULT.withVersioning(Versioning.ENABLED));
    }

    static ObjectsKit locking(Path directory) {
        return open(
                directory,
                BucketSettings.DEFAULT
                        .withVersioning(Versioning.ENABLED)
                        .withObjectLock(new ObjectLock(true, null, Duration.ZERO)));
    }

    private static ObjectsKit open(Path directory, BucketSettings settings) {
        List<Resource> resources = new ArrayList<>(ObjectResources.all());
        resources.add(new PastResource());
        resources.add(new LifecycleResource());
        ApiKit api = ApiKit.open(directory, resources.toArray(Resource[]::new));
        ObjectsKit kit = new ObjectsKit(api);
        kit.api.store("alice").buckets().create(new BucketName("bkt"), settings).orThrow();
        return kit;
    }

    static String object(String key) {
        return BUCKET + "/objects/" + Percent.encodePath(key);
    }

    Told put(String key, String text) {
        return api.send("PUT", object(key), text).is(201);
    }

    Told get(String key) {
        return api.send("GET", object(key));
    }

    ApiKit.Request request(String method, String target) {
        return api.request(method, target).by("alice");
    }

    Told send(String method, String below) {
        return api.send(method, BUCKET + below);
    }

    Told send(String method, String below, String body) {
        return api.send(method, BUCKET + below, body);
    }

    @Override
    public void close() {
        api.close();
    }
}
