package dev.varve.server.s3;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.s3.xml.XmlWriter;
import java.util.function.Supplier;

/// Answers to questions about configurations that no bucket here has: clients ask them of every
/// bucket and take the truth for it, but not a 501.
final class Unset {
    static final Operation POLICY =
            missing(ErrorCode.NO_SUCH_BUCKET_POLICY, "The bucket policy does not exist");
    static final Operation WEBSITE =
            missing(
                    ErrorCode.NO_SUCH_WEBSITE_CONFIGURATION,
                    "The specified bucket does not have a website configuration");
    static final Operation ENCRYPTION =
            missing(
                    ErrorCode.ENCRYPTION_CONFIGURATION_NOT_FOUND,
                    "The server side encryption configuration was not found");
    static final Operation REPLICATION =
            missing(
                    ErrorCode.REPLICATION_CONFIGURATION_NOT_FOUND,
                    "The replication configuration was not found");
    static final Operation PUBLIC_ACCESS_BLOCK =
            missing(
                    ErrorCode.NO_SUCH_PUBLIC_ACCESS_BLOCK,
                    "The public access block configuration was not found");
    static final Operation ACCELERATE = empty("AccelerateConfiguration");
    static final Operation LOGGING = empty("BucketLoggingStatus");

    /// Owners pay.
    static final Operation REQUEST_PAYMENT =
            answering(
                    () -> XmlWriter.of("RequestPaymentConfiguration").text("Payer", "BucketOwner"));

    /// All objects belong to the bucket's owner.
    static final Operation OWNERSHIP =
            answering(() ->
                    XmlWriter.of("OwnershipControls")
                            .begin("Rule")
                            .text("ObjectOwnership", "BucketOwnerEnforced"));

    private Unset() {}

    private static Operation missing(ErrorCode code, String message) {
        return call -> {
            throw new Failed(code, message).detail("BucketName", call.bucket());
        };
    }

    private static Operation empty(String root) {
        return answering(() -> XmlWriter.of(root));
    }

    private static Operation answering(Supplier<XmlWriter> document) {
        return call -> HttpResponse.xml(200, document.get().done());
    }
}
