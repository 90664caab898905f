package dev.varve.server.s3;

import dev.varve.log.BucketSettings.Versioning;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.s3.xml.XmlInput;
import dev.varve.server.s3.xml.XmlInput.Element;
import dev.varve.server.store.SettingsChange;

/// Turns versioning on, or suspends it. Deletes that need a second factor are not implemented.
final class PutBucketVersioning implements Operation {
    @Override
    public HttpResponse handle(Call call) {
        if (call.request().headers().has("x-amz-mfa")) {
            throw noSecondFactor();
        }
        Versioning versioning = versioning(Documents.read(call));
        Refusals.require(
                call,
                call.store()
                        .buckets()
                        .change(call.bucketName(), new SettingsChange.SetVersioning(versioning)));
        return HttpResponse.of(200);
    }

    private static Versioning versioning(Element document) {
        Malformed.unless(document.name().equals("VersioningConfiguration"));
        if (document.text("MfaDelete").filter("Enabled"::equals).isPresent()) {
            throw noSecondFactor();
        }
        return switch (document.text("Status").orElse("")) {
            case "Enabled" -> Versioning.ENABLED;
            case "Suspended" -> Versioning.SUSPENDED;
            case "" ->
                    throw new Failed(
                            ErrorCode.ILLEGAL_VERSIONING_CONFIGURATION,
                            "The Versioning element must be specified");
            default -> throw XmlInput.malformed();
        };
    }

    private static Failed noSecondFactor() {
        return new Failed(ErrorCode.NOT_IMPLEMENTED, "MFA delete is not implemented");
    }
}
