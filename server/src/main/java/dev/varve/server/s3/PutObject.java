package dev.varve.server.s3;

import dev.varve.log.ObjectState.Attributes;
import dev.varve.projections.objects.Version;
import dev.varve.server.http.Headers;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.PutRequest;
import dev.varve.server.store.ReadRequest;
import dev.varve.server.store.VersionRef;
import dev.varve.server.store.Written;
import dev.varve.server.surface.Conditions;
import dev.varve.server.surface.ETags;

/// Stores an object whole.
final class PutObject implements Operation {
    @Override
    public HttpResponse handle(Call call) {
        Attributes attributes = NewAttributes.parse(call);
        Incoming incoming = Incoming.of(call, Incoming.MAX_BYTES);
        PutRequest request =
                new PutRequest(
                        call.bucketName(),
                        call.objectKey(),
                        incoming.body(),
                        attributes,
                        Conditions.ofWrite(call.request().headers()),
                        incoming.kept());
        Written written = Refusals.require(call, call.store().put(request));
        HttpResponse answer = HttpResponse.of(200);
        describe(call, answer.headers(), written);
        return answer;
    }

    /// What is told of a version that was just made. Its checksum is read back from it; where it
    /// was replaced meanwhile nobody needs it any more.
    static void describe(Call call, Headers headers, Written written) {
        headers.set("etag", ETags.quoted(written.etag()));
        VersionIds.answer(call, headers, written.version(), written.nullVersion());
        if (made(call, written) instanceof Outcome.Done<Version>(Version version)
                && version.isObject()) {
            Checksums.answer(headers, version.object().checksums());
            Expiration.answer(call, headers, version);
        }
    }

    static Outcome<Version> made(Call call, Written written) {
        return call.store()
                .head(
                        ReadRequest.of(call.bucketName(), call.objectKey())
                                .version(VersionRef.of(written.version())));
    }
}
