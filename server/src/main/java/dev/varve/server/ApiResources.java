package dev.varve.server;

import dev.varve.server.api.BucketsResource;
import dev.varve.server.api.DocsResource;
import dev.varve.server.api.Resource;
import dev.varve.server.store.Varve;
import java.util.ArrayList;
import java.util.List;

/// All that the API has. What is listed here is served, documented, and held to its documentation by
/// tests.
public record ApiResources(List<Resource> list, DocsResource docs) {
    public ApiResources {
        list = List.copyOf(list);
    }

    /// @param varve for what asks more of the store than a call gives it
    public static ApiResources of(Varve varve) {
        return with(List.of(new BucketsResource()));
    }

    private static ApiResources with(List<Resource> resources) {
        DocsResource docs = new DocsResource(resources);
        List<Resource> all = new ArrayList<>(resources);
        all.add(docs);
        return new ApiResources(all, docs);
    }
}
