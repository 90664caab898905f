package dev.varve.tools.crash;

import dev.varve.log.BucketName;
import dev.varve.projections.objects.Part;
import dev.varve.projections.objects.Upload;
import dev.varve.projections.objects.Version;
import dev.varve.server.store.ObjectStore;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a store holds of one key: versions newest first, tombstones left out, and the parts of its
/// open uploads by upload id.
record Found(List<Version> versions, SortedMap<String, List<Part>> uploads) {
    private static final int LIMIT = 1000;

    static Found of(ObjectStore store, Target at) {
        BucketName bucket = at.bin().bucket();
        List<Version> versions =
                store.history().of(bucket, at.key(), null, LIMIT).orThrow().stream()
                        .filter(version -> version.kind() != Version.Kind.TOMBSTONE)
                        .toList();
        SortedMap<String, List<Part>> uploads = new TreeMap<>();
        for (Upload upload :
                store.uploads().list(bucket, at.name(), "", null, LIMIT).orThrow().uploads()) {
            uploads.put(
                    upload.id().toString(),
                    store.uploads().parts(bucket, at.key(), upload.id(), 0, LIMIT).orThrow());
        }
        return new Found(versions, uploads);
    }
}
