package dev.varve.server.s3;

import dev.varve.server.http.AlteredRequest;
import dev.varve.server.http.Headers;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.QueryString.Parameter;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A presigned request whose headers are in its query, where SDKs put them when they sign a link:
/// operations find them among the headers. A header that was sent as one wins.
///
/// Only for signatures that cover all of the query, which those of version 2 do not: whoever has
/// such a link could add headers to it.
record HoistedRequest(HttpRequest sent, Headers headers) implements AlteredRequest {
    private static final Set<String> OF_THE_SIGNATURE =
            Set.of(
                    "x-amz-algorithm",
                    "x-amz-content-sha256",
                    "x-amz-credential",
                    "x-amz-date",
                    "x-amz-expires",
                    "x-amz-security-token",
                    "x-amz-signature",
                    "x-amz-signedheaders");

    /// S3 takes checksums from real headers only. SDKs sign a link before there is a body, and the
    /// one for JavaScript puts the checksum of no bytes into each link for a PUT.
    private static final Set<String> OF_A_BODY =
            Set.of(
                    "x-amz-checksum-crc32",
                    "x-amz-checksum-crc32c",
                    "x-amz-checksum-crc64nvme",
                    "x-amz-checksum-sha1",
                    "x-amz-checksum-sha256",
                    "x-amz-sdk-checksum-algorithm");

    static HttpRequest of(HttpRequest sent) {
        if (!sent.query().has("X-Amz-Signature") || sent.query().has("Signature")) {
            return sent;
        }
        List<Parameter> hoisted =
                sent.query().parameters().stream().filter(each -> isHeader(each, sent)).toList();
        if (hoisted.isEmpty()) {
            return sent;
        }
        Headers all = new Headers();
        sent.headers().forEach(all::add);
        hoisted.forEach(each -> all.add(each.name(), each.value()));
        return new HoistedRequest(sent, all);
    }

    private static boolean isHeader(Parameter parameter, HttpRequest sent) {
        String name = parameter.name().toLowerCase(Locale.ROOT);
        return name.startsWith("x-amz-")
                && !OF_THE_SIGNATURE.contains(name)
                && !OF_A_BODY.contains(name)
                && !sent.headers().has(name);
    }
}
