package dev.varve.server.api.objects;

import dev.varve.log.Metadata;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.surface.MetadataRules;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What is said of an object's content, in JSON.
///
/// @param custom a client's own pairs, which are headers `X-Meta-*` elsewhere
/// @param storageClass null for the usual one
public record ContentMetadata(
        @Nullable String contentType,
        @Nullable String contentEncoding,
        @Nullable String contentLanguage,
        @Nullable String contentDisposition,
        @Nullable String cacheControl,
        @Nullable String expires,
        @Nullable String storageClass,
        @Nullable Map<String, String> custom) {
    private static final String REDIRECT = "x-amz-website-redirect-location";

    static ContentMetadata of(Metadata metadata) {
        Map<String, String> system = metadata.system();
        return new ContentMetadata(
                system.get("content-type"),
                system.get("content-encoding"),
                system.get("content-language"),
                system.get("content-disposition"),
                system.get("cache-control"),
                system.get("expires"),
                system.get(MetadataRules.STORAGE_CLASS),
                metadata.user());
    }

    /// @param before what is kept where this says nothing: the storage class, and what only S3 knows
    Metadata replacing(Metadata before) {
        SortedMap<String, String> system = new TreeMap<>();
        put(system, "content-type", contentType);
        put(system, "content-encoding", contentEncoding);
        put(system, "content-language", contentLanguage);
        put(system, "content-disposition", contentDisposition);
        put(system, "cache-control", cacheControl);
        put(system, "expires", expires);
        put(system, REDIRECT, before.system().get(REDIRECT));
        system.putIfAbsent("content-type", ObjectHeaders.DEFAULT_TYPE);
        if (storageClass == null) {
            put(
                    system,
                    MetadataRules.STORAGE_CLASS,
                    before.system().get(MetadataRules.STORAGE_CLASS));
        } else {
            MetadataRules.requireClass(storageClass);
            if (!storageClass.equals(MetadataRules.STANDARD)) {
                system.put(MetadataRules.STORAGE_CLASS, storageClass);
            }
        }
        system.forEach(MetadataRules::requireHeader);
        return new Metadata(system, user());
    }

    private static void put(Map<String, String> to, String name, @Nullable String value) {
        if (value != null) {
            to.put(name, value);
        }
    }

    private SortedMap<String, String> user() {
        SortedMap<String, String> user = new TreeMap<>();
        if (custom != null) {
            custom.forEach((name, value) -> {
                String lower = name.toLowerCase(Locale.ROOT);
                if (value == null || user.put(lower, value) != null) {
                    throw new Failed(
                            ErrorCode.INVALID_ARGUMENT,
                            "'custom." + name + "' must have one value, a text.");
                }
                MetadataRules.requireHeader(ObjectHeaders.META + lower, value);
            });
        }
        MetadataRules.requireFitting(user);
        return user;
    }
}
