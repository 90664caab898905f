package dev.varve.server.store;

import dev.varve.log.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// What a listing must give, by looking at every key.
record ModelListing(List<String> entries, List<String> commonPrefixes) {

    static ModelListing objects(ModelStore model, String prefix, String delimiter, int at) {
        List<String> entries = new ArrayList<>();
        TreeSet<ObjectKey> common = new TreeSet<>();
        for (ObjectKey key : model.keys.keySet()) {
            Optional<ModelVersion> current = model.currentObject(key, at);
            if (current.isPresent() && matches(key, prefix, delimiter, common)) {
                ModelVersion version = current.get();
                entries.add(key + " " + version.id + " " + version.etag + " " + size(version));
            }
        }
        return of(entries, common);
    }

    static ModelListing versions(ModelStore model, String prefix, String delimiter, int at) {
        List<String> entries = new ArrayList<>();
        TreeSet<ObjectKey> common = new TreeSet<>();
        for (ObjectKey key : model.keys.keySet()) {
            List<ModelVersion> seen =
                    model.versions(key).stream().filter(version -> version.seenAt(at)).toList();
            if (!seen.isEmpty() && matches(key, prefix, delimiter, common)) {
                seen.forEach(
                        version -> entries.add(entry(key, version, version == seen.getFirst())));
            }
        }
        return of(entries, common);
    }

    private static String entry(ObjectKey key, ModelVersion version, boolean latest) {
        return key + " " + version.id + " " + version.kind + (latest ? " latest" : "");
    }

    private static long size(ModelVersion version) {
        return ModelStore.size(version);
    }

    /// Whether a key is an entry of its own; if it is under a common prefix, that one is noted.
    private static boolean matches(
            ObjectKey key, String prefix, String delimiter, TreeSet<ObjectKey> common) {
        String text = key.toString();
        if (!text.startsWith(prefix)) {
            return false;
        }
        int at = delimiter.isEmpty() ? -1 : text.indexOf(delimiter, prefix.length());
        if (at >= 0) {
            common.add(ObjectKey.of(text.substring(0, at + delimiter.length())));
        }
        return at < 0;
    }

    private static ModelListing of(List<String> entries, TreeSet<ObjectKey> common) {
        return new ModelListing(entries, common.stream().map(ObjectKey::toString).toList());
    }
}
