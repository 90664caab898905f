package dev.varve.server.s3;

import dev.varve.log.ObjectState.Attributes;
import dev.varve.server.auth.Action;
import dev.varve.server.auth.LengthRange;
import dev.varve.server.auth.PostPolicy;
import dev.varve.server.auth.Principal;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Headers;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.http.Percent;
import dev.varve.server.s3.form.Form;
import dev.varve.server.s3.xml.TagDocument;
import dev.varve.server.s3.xml.XmlInput;
import dev.varve.server.s3.xml.XmlWriter;
import dev.varve.server.store.ObjectStore;
import dev.varve.server.store.Preconditions;
import dev.varve.server.store.PutRequest;
import dev.varve.server.store.Written;
import dev.varve.server.surface.ETags;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;

/// Stores the file of a form. Who posts it, and what they may post, only the form says: so nothing is
/// known of the caller before its fields are read.
final class PostObject implements Operation {
    private static final int NO_CONTENT = 204;
    private static final int SEE_OTHER = 303;
    private static final long MAX_FORM = Incoming.MAX_BYTES + 2 * Form.MAX_FIELDS_BYTES;
    private static final Set<String> STATUSES = Set.of("200", "201");

    /// Forms that are read at a time before it is known who sends them: nobody should keep others
    /// from being served by sending many of them slowly.
    private static final int UNKNOWN_AT_ONCE = 64;

    private final PostPolicy.Forms policies;
    private final BiFunction<HttpRequest, Principal, ObjectStore> stores;
    private final Semaphore unknown;

    /// @param stores the store on behalf of who signed the form
    PostObject(PostPolicy.Forms policies, BiFunction<HttpRequest, Principal, ObjectStore> stores) {
        this(policies, stores, UNKNOWN_AT_ONCE);
    }

    PostObject(
            PostPolicy.Forms policies,
            BiFunction<HttpRequest, Principal, ObjectStore> stores,
            int unknownAtOnce) {
        this.policies = policies;
        this.stores = stores;
        this.unknown = new Semaphore(unknownAtOnce);
    }

    @Override
    public HttpResponse handle(Call anonymous) {
        HttpRequest request = anonymous.request();
        requireLength(request);
        Form form = read(request);
        Map<String, String> fields = named(form);
        PostPolicy.Verified verified = policies.verify(request, anonymous.bucket(), fields);
        Principal principal = verified.authenticated().principal();
        Call call =
                new Call(
                        request,
                        verified.authenticated(),
                        anonymous.bucket(),
                        fields.getOrDefault("key", ""),
                        stores.apply(request, principal),
                        anonymous.config());
        if (call.key().isEmpty()) {
            throw new Failed(
                            ErrorCode.INVALID_ARGUMENT,
                            "Bucket POST must contain a field named 'key'.  If it is specified,"
                                    + " please check the order of the fields.")
                    .detail("ArgumentName", "key");
        }
        Call allowed = allowed(call);
        return answer(allowed, fields, put(allowed, form.file(), fields, verified.length()));
    }

    private static void requireLength(HttpRequest request) {
        if (request.contentLength() > MAX_FORM) {
            throw Incoming.tooLarge(Incoming.MAX_BYTES);
        }
        if (request.contentLength() < 0 && !request.headers().has("transfer-encoding")) {
            throw new Failed(
                    ErrorCode.MISSING_CONTENT_LENGTH,
                    "You must provide the Content-Length HTTP header.");
        }
    }

    private Form read(HttpRequest request) {
        if (!unknown.tryAcquire()) {
            throw new Failed(ErrorCode.SLOW_DOWN, "Please reduce your request rate.")
                    .header("retry-after", "1");
        }
        try {
            return Form.read(request.body(), request.headers().get("content-type", ""));
        } catch (IOException e) {
            throw new Failed(ErrorCode.INCOMPLETE_BODY, "The form broke off");
        } finally {
            unknown.release();
        }
    }

    /// The fields as they will be used: any of them may speak of the file's name.
    private static Map<String, String> named(Form form) {
        Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        form.fields()
                .forEach((name, value) ->
                        fields.put(name, value.replace("${filename}", form.fileName())));
        return fields;
    }

    /// Whether a bucket exists is told only to those who may post to it.
    private static Call allowed(Call call) {
        if (call.principal().isAnonymous()) {
            throw new Failed(ErrorCode.ACCESS_DENIED, "Access Denied");
        }
        return call.holding(
                BucketOf.allowed(call, call.bucketName(), Action.WRITE_OBJECT, call.key()));
    }

    private static Written put(
            Call call, InputStream file, Map<String, String> fields, LengthRange length) {
        Headers headers = headers(fields);
        Attributes attributes = NewAttributes.parse(call, headers);
        String tagging = fields.get("tagging");
        if (tagging != null) {
            attributes = attributes.withTags(Tags.ofObject(TagDocument.parse(parse(tagging))));
        }
        Incoming incoming = Incoming.ofFile(headers, file, length);
        PutRequest request =
                new PutRequest(
                        call.bucketName(),
                        call.objectKey(),
                        incoming.body(),
                        attributes,
                        Preconditions.NONE,
                        incoming.kept());
        return Refusals.require(call, call.store().put(request));
    }

    private static XmlInput.Element parse(String document) {
        try {
            return XmlInput.parse(
                    new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)),
                    XmlInput.DEFAULT_LIMIT);
        } catch (IOException e) {
            throw XmlInput.malformed();
        }
    }

    /// Fields mean what headers of their name mean, but for two that have other names.
    private static Headers headers(Map<String, String> fields) {
        Headers headers = new Headers();
        fields.forEach(headers::set);
        if (fields.containsKey("acl")) {
            headers.set("x-amz-acl", fields.getOrDefault("acl", ""));
        }
        return headers;
    }

    private static HttpResponse answer(Call call, Map<String, String> fields, Written written) {
        Optional<String> redirect = redirect(call, fields, written);
        String status = fields.getOrDefault("success_action_status", "");
        String location = location(call);
        HttpResponse answer;
        if (redirect.isPresent()) {
            answer = HttpResponse.of(SEE_OTHER).header("location", redirect.get());
        } else if (!STATUSES.contains(status)) {
            answer = HttpResponse.of(NO_CONTENT).header("location", location);
        } else if (status.equals("201")) {
            answer =
                    HttpResponse.xml(201, document(call, written, location))
                            .header("location", location);
        } else {
            answer = HttpResponse.of(200).header("location", location);
        }
        PutObject.describe(call, answer.headers(), written);
        return answer;
    }

    private static String document(Call call, Written written, String location) {
        return XmlWriter.plain("PostResponse")
                .text("Location", location)
                .text("Bucket", call.bucket())
                .text("Key", call.key())
                .text("ETag", ETags.quoted(written.etag()))
                .done();
    }

    private static String location(Call call) {
        HttpRequest request = call.request();
        String path = request.rawPath();
        String slash = path.endsWith("/") ? "" : "/";
        return (request.isSecure() ? "https://" : "http://")
                + request.headers().get("host", "localhost")
                + path
                + slash
                + Percent.encodePath(call.key());
    }

    /// Where the browser goes next; a target that is no address of the web counts as none.
    private static Optional<String> redirect(
            Call call, Map<String, String> fields, Written written) {
        String target =
                fields.getOrDefault("success_action_redirect", fields.getOrDefault("redirect", ""));
        if (!isOfTheWeb(target)) {
            return Optional.empty();
        }
        int hash = target.indexOf('#');
        String base = hash < 0 ? target : target.substring(0, hash);
        return Optional.of(
                base
                        + (base.indexOf('?') < 0 ? '?' : '&')
                        + "bucket="
                        + Percent.encode(call.bucket())
                        + "&key="
                        + Percent.encode(call.key())
                        + "&etag="
                        + Percent.encode(ETags.quoted(written.etag()))
                        + (hash < 0 ? "" : target.substring(hash)));
    }

    private static boolean isOfTheWeb(String target) {
        try {
            URI uri = URI.create(target);
            return uri.getHost() != null
                    && ("http".equalsIgnoreCase(uri.getScheme())
                            || "https".equalsIgnoreCase(uri.getScheme()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
