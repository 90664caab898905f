package dev.varve.server.api;

import dev.varve.log.Bytes;
import dev.varve.log.DigestAlgorithm;
import dev.varve.log.Metadata;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.Body;
import dev.varve.server.store.PutRequest;
import dev.varve.server.store.Written;
import dev.varve.server.surface.Conditions;
import dev.varve.server.surface.HeaderText;
import dev.varve.server.surface.LimitedBody;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// PUT by link.
final class LinkUpload {
    private static final String TYPE = "content-type";
    private static final String ENCODING = "content-encoding";
    private static final String ANY_TYPE = "application/octet-stream";
    private static final int LONGEST_HEADER = 1024;

    private final HttpRequest request;
    private final LinkCall call;
    private final Link.Terms terms;

    LinkUpload(LinkCall call) {
        this.request = call.request();
        this.call = call;
        this.terms = call.link().terms();
    }

    HttpResponse answer() {
        Link.Place place = call.link().place();
        PutRequest put =
                new PutRequest(
                        place.name(),
                        place.key(),
                        body(),
                        attributes(),
                        Conditions.ofWrite(request.headers()),
                        Set.of(DigestAlgorithm.SHA256));
        Written written = ApiRefusals.require(call.store().put(put));
        return MadeView.answer(place.name(), place.key(), written);
    }

    /// What it declares is refused before a byte is read; what it does not declare, as soon as it is
    /// too much, and before anything becomes visible.
    private Body body() {
        long length = request.contentLength();
        if (length < 0 && !request.headers().has("transfer-encoding")) {
            throw new Failed(
                    ErrorCode.MISSING_CONTENT_LENGTH,
                    "An upload needs a length, or comes in chunks.");
        }
        LimitedBody limited = new LimitedBody(request.body(), terms.maxSize());
        if (length >= 0) {
            limited.requireMost(length);
            requireLeast(length);
        }
        Bytes sha256 = terms.sha256();
        return new Body(
                        limited,
                        length,
                        sha256 == null ? Map.of() : Map.of(DigestAlgorithm.SHA256, sha256),
                        Set.of())
                .declaringAtEnd(() -> {
                    requireLeast(limited.count());
                    return Map.of();
                });
    }

    private void requireLeast(long length) {
        if (length < terms.minSize()) {
            throw new Failed(
                    ErrorCode.ENTITY_TOO_SMALL,
                    "The upload must have at least " + terms.minSize() + " bytes.");
        }
    }

    private Attributes attributes() {
        SortedMap<String, String> system = new TreeMap<>();
        system.put(TYPE, type());
        request.headers()
                .first(ENCODING)
                .ifPresent(value -> {
                    HeaderText.require(ENCODING, value, LONGEST_HEADER);
                    system.put(ENCODING, value);
                });
        return new Attributes(new Metadata(system, new TreeMap<>()), new TreeMap<>(), null, false);
    }

    /// Who sends no type gets that of the link.
    private String type() {
        Optional<String> sent = request.headers().first(TYPE).map(String::strip);
        String wanted = terms.contentType();
        if (wanted != null && sent.isPresent() && !sent.get().equals(wanted)) {
            throw new Failed(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "The content type must be exactly '" + wanted + "'.");
        }
        String type = sent.or(() -> Optional.ofNullable(wanted)).orElse(ANY_TYPE);
        HeaderText.require(TYPE, type, LONGEST_HEADER);
        return type;
    }
}
