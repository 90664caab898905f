package dev.varve.server.store;

import dev.varve.log.Bytes;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.ListPage.VersionMarker;
import dev.varve.projections.objects.Usage;
import dev.varve.projections.objects.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All versions of all buckets, hidden or not, a page at a time: each page is as it is when it is read.
public final class StoredVersions {
    private static final int PAGE = 1000;
    private final Core core;

    StoredVersions(Core core) {
        this.core = core;
    }

    @FunctionalInterface
    public interface Visitor {
        void visit(Bucket bucket, List<Version> versions);
    }

    /// How many objects there are among them, roughly.
    public long count() {
        Usage all = core.read(view -> view.totalUsage());
        return all.objects() + all.hiddenObjects();
    }

    public void forEach(Visitor visitor) {
        List<Bucket> buckets = buckets("");
        while (!buckets.isEmpty()) {
            buckets.forEach(bucket -> pages(bucket, visitor));
            buckets = buckets(buckets.getLast().name().value());
        }
    }

    private List<Bucket> buckets(String after) {
        return core.read(view -> view.buckets("", after, PAGE));
    }

    private void pages(Bucket bucket, Visitor visitor) {
        List<Version> page = page(bucket, null);
        while (!page.isEmpty()) {
            visitor.visit(bucket, page);
            Version last = page.getLast();
            page = page(bucket, new VersionMarker(Bytes.of(last.key().utf8()), last.id()));
        }
    }

    private List<Version> page(Bucket bucket, @Nullable VersionMarker after) {
        return core.read(view -> view.allVersions(bucket.id(), Bytes.EMPTY, after, PAGE));
    }
}
