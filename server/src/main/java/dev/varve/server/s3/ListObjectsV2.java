package dev.varve.server.s3;

import dev.varve.log.Bytes;
import dev.varve.projections.objects.ListPage;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.http.QueryString;
import dev.varve.server.s3.Owners.Owner;
import java.util.Optional;

/// The second version of S3's listing: goes on by opaque tokens, names owners only when asked to.
final class ListObjectsV2 implements Operation {
    private final Owners owners;

    ListObjectsV2(Owners owners) {
        this.owners = owners;
    }

    @Override
    public HttpResponse handle(Call call) {
        QueryString query = call.request().query();
        requireVersion2(query.get("list-type", ""));
        ListParameters asked = ListParameters.of(query, "max-keys");
        ListPage page =
                Refusals.require(
                        call,
                        call.store()
                                .listings()
                                .objects(call.bucketName(), asked.listing().after(after(query))));
        ListingDocument document =
                new ListingDocument("ListBucketResult", asked).text("Name", call.bucket());
        document.page("MaxKeys", page.truncated());
        document.text("KeyCount", page.objects().size() + page.commonPrefixes().size());
        places(document, query, page);
        Owner owner = query.get("fetch-owner", "").equals("true") ? owners.ofBucket(call) : null;
        page.objects().forEach(object -> document.object(object, owner));
        return document.commonPrefixes(page.commonPrefixes()).response();
    }

    private static void requireVersion2(String type) {
        if (!type.equals("2")) {
            throw ListParameters.invalid(
                    "list-type", type, "Invalid List Type specified in Request");
        }
    }

    /// A token says more than a key to start after, and so wins.
    private static Bytes after(QueryString query) {
        return query.first("continuation-token")
                .map(ContinuationToken::parse)
                .orElseGet(() -> Bytes.utf8(query.get("start-after", "")));
    }

    private static void places(ListingDocument document, QueryString query, ListPage page) {
        Optional<String> token = query.first("continuation-token");
        token.ifPresent(text -> document.text("ContinuationToken", text));
        query.first("start-after").ifPresent(key -> document.name("StartAfter", key));
        Bytes next = page.next();
        if (next != null) {
            document.text("NextContinuationToken", ContinuationToken.of(next));
        }
    }
}
