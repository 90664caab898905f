package dev.varve.server.s3;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.s3.xml.XmlWriter;

/// How a refusal looks to S3's clients.
final class ErrorDocument {
    private static final String HOST_ID = "varve";

    private ErrorDocument() {}

    /// Answers to HEAD, and 304, are bare.
    static HttpResponse of(HttpRequest request, Target target, Failed failed) {
        ErrorCode code = failed.code();
        boolean bare = request.method().equals("HEAD") || code == ErrorCode.NOT_MODIFIED;
        HttpResponse response =
                bare
                        ? HttpResponse.of(code.status())
                        : HttpResponse.xml(
                                code.status(),
                                document(request.id(), target, resource(target), failed));
        failed.headers().forEach(response.headers()::add);
        return response;
    }

    /// Of what the handler never saw: only its path is known, and not what it names.
    static HttpResponse ofUnseen(Failed failed, String requestId, String rawPath) {
        String document = document(requestId, Target.SERVICE, rawPath, failed);
        HttpResponse response = HttpResponse.xml(failed.code().status(), document);
        failed.headers().forEach(response.headers()::add);
        return response;
    }

    private static String document(
            String requestId, Target target, String resource, Failed failed) {
        XmlWriter xml = XmlWriter.plain("Error");
        xml.text("Code", failed.code().code()).text("Message", failed.text());
        failed.details().forEach(xml::text);
        unlessThere(xml, failed, "BucketName", target.bucket());
        unlessThere(xml, failed, "Key", target.key());
        unlessThere(xml, failed, "Resource", resource);
        xml.text("RequestId", requestId).text("HostId", HOST_ID);
        return xml.done();
    }

    private static void unlessThere(XmlWriter xml, Failed failed, String element, String text) {
        if (!text.isEmpty() && !failed.details().containsKey(element)) {
            xml.text(element, text);
        }
    }

    private static String resource(Target target) {
        return target.key().isEmpty()
                ? "/" + target.bucket()
                : "/" + target.bucket() + "/" + target.key();
    }
}
