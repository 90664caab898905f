package dev.varve.server.s3;

import dev.varve.log.BucketSettings.Versioning;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.s3.xml.XmlWriter;

/// Tells whether versions are kept for clients; an empty document where that was never asked for.
final class GetBucketVersioning implements Operation {
    @Override
    public HttpResponse handle(Call call) {
        XmlWriter xml = XmlWriter.of("VersioningConfiguration");
        Versioning versioning = BucketOf.require(call).settings().versioning();
        switch (versioning) {
            case OFF -> {}
            case ENABLED -> xml.text("Status", "Enabled");
            case SUSPENDED -> xml.text("Status", "Suspended");
        }
        return HttpResponse.xml(200, xml.done());
    }
}
