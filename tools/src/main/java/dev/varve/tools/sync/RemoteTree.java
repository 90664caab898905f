package dev.varve.tools.sync;

import dev.varve.tools.client.Bucket;
import dev.varve.tools.client.RemoteObject;
import java.util.Iterator;

/// The objects below a prefix, by their keys behind it.
final class RemoteTree implements Iterator<Entry> {
    private final String prefix;
    private final Iterator<RemoteObject> objects;

    RemoteTree(Bucket bucket, String prefix) {
        this.prefix = prefix;
        this.objects = bucket.objects(prefix);
    }

    @Override
    public boolean hasNext() {
        return objects.hasNext();
    }

    @Override
    public Entry next() {
        RemoteObject object = objects.next();
        return new Entry.OfObject(object.key().substring(prefix.length()), object);
    }
}
