package dev.varve.server.api.uploads;

import dev.varve.server.api.Resource;
import java.util.List;

/// What the API offers for uploads that resume.
public final class UploadResources {
    private UploadResources() {}

    public static List<Resource> all() {
        return List.of(new TusResource(), new ChunksResource());
    }
}
