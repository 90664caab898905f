package dev.varve.server.s3;

import dev.varve.log.Bytes;
import dev.varve.projections.objects.ListPage;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.http.QueryString;
import dev.varve.server.s3.Owners.Owner;
import java.nio.charset.StandardCharsets;

/// The first version of S3's listing, which s3fs, s3cmd and older tools use.
///
/// Without delimiter there is no `NextMarker`: clients go on after the last key.
final class ListObjects implements Operation {
    private final Owners owners;

    ListObjects(Owners owners) {
        this.owners = owners;
    }

    @Override
    public HttpResponse handle(Call call) {
        QueryString query = call.request().query();
        ListParameters asked = ListParameters.of(query, "max-keys");
        String marker = query.get("marker", "");
        ListPage page =
                Refusals.require(
                        call,
                        call.store()
                                .listings()
                                .objects(
                                        call.bucketName(),
                                        asked.listing().after(Bytes.utf8(marker))));
        ListingDocument document =
                new ListingDocument("ListBucketResult", asked)
                        .text("Name", call.bucket())
                        .name("Marker", marker);
        Bytes next = page.next();
        if (next != null && !asked.delimiter().isEmpty()) {
            document.name("NextMarker", new String(next.toArray(), StandardCharsets.UTF_8));
        }
        document.page("MaxKeys", page.truncated());
        Owner owner = owners.ofBucket(call);
        page.objects().forEach(object -> document.object(object, owner));
        return document.commonPrefixes(page.commonPrefixes()).response();
    }
}
