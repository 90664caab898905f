package dev.varve.server.api;

import dev.varve.log.Actor;
import dev.varve.log.Provenance;
import dev.varve.projections.objects.Bucket;
import dev.varve.server.auth.Access;
import dev.varve.server.auth.Principal;
import dev.varve.server.forward.Concern;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.store.ObjectStore;
import dev.varve.server.store.Varve;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// Lets in who comes with a link, as its issuer and for what the link says.
///
/// Whoever has no link that this store sealed is told nothing but that. Who has one is told why it is
/// good no more: that says nothing that its issuer did not hand out.
final class LinkDoor {
    private final Varve varve;
    private final LinkIssuers issuers;
    private final LinkTokens tokens;
    private final InstantSource clock;

    LinkDoor(Varve varve, LinkIssuers issuers, LinkTokens tokens, InstantSource clock) {
        this.varve = varve;
        this.issuers = issuers;
        this.tokens = tokens;
        this.clock = clock;
    }

    /// The object of the link in the path, for finding who decides what is asked.
    Concern concern(HttpRequest request, Map<String, String> path) {
        Link.Place place = link(path.getOrDefault("token", "")).place();
        String bucket = place.name().value();
        String key = place.key().toString();
        return request.method().equals("PUT")
                ? Concerning.sent(request, bucket, key)
                : Concern.ofKey(bucket, key);
    }

    /// Nothing of the body is read. What changes something is checked once more by the writer.
    LinkCall open(ApiCall call) {
        HttpRequest request = call.request();
        Link link = link(call.path("token"));
        request.note().principal(link.issuer().id()).bucket(link.place().name().value());
        if (!link.method().allows(request.method())) {
            throw new Failed(
                    ErrorCode.LINK_FOR_OTHER_METHOD,
                    "This link is for " + link.method() + ", not for " + request.method() + ".");
        }
        if (!clock.instant().isBefore(link.id().expires())) {
            throw new Failed(ErrorCode.LINK_EXPIRED, "The link expired.");
        }
        ObjectStore store = varve.store(provenance(link, request)).through(link.use());
        store.links()
                .ended(link.use())
                .ifPresent(ended -> {
                    throw ApiRefusals.failed(ended);
                });
        return new LinkCall(request, link, store.holding(bucket(link, store)));
    }

    private Link link(String token) {
        return tokens.read(token)
                .orElseThrow(() ->
                        new Failed(ErrorCode.INVALID_LINK, "That is not a link of this store."));
    }

    /// The issuer acts, but not from where he is: the audit shows by which link somebody did.
    private static Provenance provenance(Link link, HttpRequest request) {
        return new Provenance(
                new Actor(link.issuer().id()),
                Provenance.Surface.API,
                request.remoteAddress() + " with link " + link.id(),
                request.recordedId());
    }

    /// The bucket, where the issuer may still do this there.
    private Bucket bucket(Link link, ObjectStore store) {
        Link.Place place = link.place();
        Principal issuer =
                issuers.byKey(link.issuer().key())
                        .filter(found -> found.id().equals(link.issuer().id()))
                        .orElseThrow(() -> dead());
        Bucket bucket =
                store.buckets()
                        .find(place.name())
                        .filter(found -> found.id().equals(place.bucket()))
                        .orElseThrow(() ->
                                new Failed(
                                        ErrorCode.NO_SUCH_BUCKET, "The bucket is there no more."));
        Access.Resource resource =
                new Access.Resource(
                        place.name().value(), place.key().toString(), Optional.of(bucket.owner()));
        if (!Access.isAllowed(issuer, link.action(), resource)) {
            throw dead();
        }
        return bucket;
    }

    private static Failed dead() {
        return new Failed(ErrorCode.LINK_REVOKED, "Who made the link may not do this any more.");
    }
}
