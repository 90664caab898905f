package dev.varve.server.api;

import dev.varve.log.Actor;
import dev.varve.log.LinkId;
import dev.varve.server.api.LinkForms.LinkView;
import dev.varve.server.api.LinkForms.NewLink;
import dev.varve.server.auth.Action;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.LinkSeal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// `/v1/links`: making links, and ending them before their time.
public final class LinksResource implements Resource {
    private final LinkIssuers issuers;
    private final LinkTokens tokens;
    private final NewLinks links;

    /// @param maxLife no link that is made is good for longer
    public LinksResource(
            LinkIssuers issuers, LinkSeal seal, InstantSource clock, Duration maxLife) {
        this.issuers = issuers;
        this.tokens = new LinkTokens(seal);
        this.links = new NewLinks(issuers, clock, maxLife);
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("POST", "/v1/links", "createLink", Action.MANAGE_LINKS, this::make)
                        .ofThisNode()
                        .guardingItself()
                        .summary("Makes a link, with which anybody can do one thing to one object")
                        .takesJson(NewLink.class)
                        .answersJson(201, LinkView.class)
                        .refuses(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.INVALID_ARGUMENT,
                                ErrorCode.INVALID_REQUEST,
                                ErrorCode.NO_SUCH_BUCKET),
                Endpoint.of(
                                "POST",
                                "/v1/links/revoke-all",
                                "revokeLinks",
                                Action.LIST_BUCKETS,
                                this::revokeAll)
                        .guardingItself()
                        .summary("Ends all links that the caller made so far")
                        .query("issuer", "string", "who made them, for operators")
                        .answersNothing(204)
                        .refuses(ErrorCode.INVALID_ARGUMENT),
                Endpoint.of(
                                "DELETE",
                                "/v1/links/{id}",
                                "revokeLink",
                                Action.LIST_BUCKETS,
                                this::revoke)
                        .guardingItself()
                        .summary("Ends a link that the caller made, if there is one with this id")
                        .query("issuer", "string", "who made it, for operators")
                        .answersNothing(204)
                        .refuses(ErrorCode.INVALID_ARGUMENT));
    }

    private HttpResponse make(ApiCall call) {
        call.requireKey();
        Link link = links.make(call, call.json(NewLink.class));
        return ApiCall.answer(201, view(link, call.request())).header("cache-control", "no-store");
    }

    private LinkView view(Link link, HttpRequest request) {
        String host = request.headers().get("host", "");
        String base = host.isEmpty() ? "" : (request.isSecure() ? "https://" : "http://") + host;
        return new LinkView(
                link.id().toString(),
                base + LinkResource.PATH + token(link),
                link.method().name(),
                link.place().name().value(),
                link.place().key().toString(),
                link.id().expires(),
                link.terms().singleUse());
    }

    private String token(Link link) {
        try {
            return tokens.write(link);
        } catch (IllegalArgumentException e) {
            throw new Failed(ErrorCode.INVALID_ARGUMENT, "The link says too much for a URL.");
        }
    }

    private HttpResponse revoke(ApiCall call) {
        String issuer = issuer(call);
        ApiRefusals.require(call.store().links().revoke(id(call.path("id")), issuer));
        return HttpResponse.of(204);
    }

    private static LinkId id(String text) {
        try {
            return LinkId.parse(text);
        } catch (IllegalArgumentException e) {
            throw new Failed(ErrorCode.INVALID_ARGUMENT, "That is not the id of a link.");
        }
    }

    private HttpResponse revokeAll(ApiCall call) {
        ApiRefusals.require(call.store().links().revokeAll(issuer(call)));
        return HttpResponse.of(204);
    }

    private String issuer(ApiCall call) {
        String caller = call.principal().id();
        String issuer = call.query("issuer").orElse(caller);
        boolean may =
                !call.principal().isAnonymous()
                        && (issuer.equals(caller) || issuers.mayRevokeForOthers(call.principal()));
        if (!may) {
            throw denied();
        }
        if (issuer.isEmpty() || issuer.length() > Actor.MAX_LENGTH) {
            throw new Failed(ErrorCode.INVALID_ARGUMENT, "'issuer' must be the id of somebody.");
        }
        return issuer;
    }

    private static Failed denied() {
        return new Failed(ErrorCode.ACCESS_DENIED, "Access Denied");
    }
}
