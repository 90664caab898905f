package dev.varve.server.api.objects;

import dev.varve.server.api.Resource;
import java.util.List;

/// All resources of this room.
public final class ObjectResources {
    private ObjectResources() {}

    public static List<Resource> all() {
        return List.of(
                new ObjectsResource(),
                new ListingResource(),
                new CopyResource(),
                new MoveResource(),
                new PrefixDeleteResource(),
                new BatchDeleteResource(),
                new FormResource(),
                new TagsResource(),
                new MetadataResource(),
                new LockResource(),
                new HistoryResource(),
                new PurgeResource(),
                new RestoreResource(),
                new ContentResource(),
                new StagedResource(),
                new TransactionsResource());
    }
}
