package dev.varve.server.s3;

import dev.varve.log.Bytes;
import dev.varve.projections.objects.Bucket;
import dev.varve.server.auth.Access;
import dev.varve.server.auth.Action;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.http.QueryString;
import dev.varve.server.s3.xml.XmlWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Lists the buckets that the caller may read: its own, or all for an admin.
final class ListBuckets implements Operation {
    static final int MOST = 10_000;
    private static final int AT_ONCE = 1000;

    @Override
    public HttpResponse handle(Call call) {
        QueryString query = call.request().query();
        int max = max(query.get("max-buckets", ""));
        boolean here =
                query.get("bucket-region", call.config().region()).equals(call.config().region());
        List<Bucket> found = here ? find(call, query, max + 1) : List.of();
        XmlWriter xml = XmlWriter.of("ListAllMyBucketsResult");
        xml.begin("Owner");
        xml.text("ID", call.principal().id()).text("DisplayName", call.principal().displayName());
        xml.end().begin("Buckets");
        found.stream().limit(max).forEach(bucket -> write(xml, bucket, call.config().region()));
        xml.end();
        query.first("prefix").ifPresent(prefix -> xml.text("Prefix", prefix));
        if (found.size() > max) {
            String last = found.get(max - 1).name().value();
            xml.text("ContinuationToken", ContinuationToken.of(Bytes.utf8(last)));
        }
        return HttpResponse.xml(200, xml.done());
    }

    private static void write(XmlWriter xml, Bucket bucket, String region) {
        xml.begin("Bucket")
                .text("Name", bucket.name().value())
                .text("CreationDate", Timestamps.iso(bucket.created()))
                .text("BucketRegion", region)
                .end();
    }

    private static List<Bucket> find(Call call, QueryString query, int limit) {
        String prefix = query.get("prefix", "");
        String after = query.first("continuation-token").map(ListBuckets::place).orElse("");
        List<Bucket> found = new ArrayList<>();
        List<Bucket> page;
        do {
            page = call.store().buckets().list(prefix, after, AT_ONCE);
            page.stream()
                    .filter(bucket -> mayRead(call, bucket))
                    .limit(limit - found.size())
                    .forEach(found::add);
            after = page.isEmpty() ? after : page.getLast().name().value();
        } while (page.size() == AT_ONCE && found.size() < limit);
        return found;
    }

    private static String place(String token) {
        return new String(ContinuationToken.parse(token).toArray(), StandardCharsets.UTF_8);
    }

    private static boolean mayRead(Call call, Bucket bucket) {
        return Access.isAllowed(
                call.principal(), Action.READ_BUCKET, BucketOf.resource(bucket, ""));
    }

    private static int max(String text) {
        if (text.isEmpty()) {
            return MOST;
        }
        try {
            int max = Integer.parseInt(text);
            if (max >= 1 && max <= MOST) {
                return max;
            }
        } catch (NumberFormatException e) {
            throw invalid(text);
        }
        throw invalid(text);
    }

    private static RuntimeException invalid(String text) {
        return ListParameters.invalid(
                "max-buckets",
                text,
                "Argument max-buckets must be an integer between 1 and " + MOST);
    }
}
