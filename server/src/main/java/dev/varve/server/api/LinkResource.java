package dev.varve.server.api;

import dev.varve.server.auth.Action;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.Deleted;
import dev.varve.server.store.LinkSeal;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.Preconditions;
import dev.varve.server.store.Varve;
import dev.varve.server.store.VersionRef;
import java.time.InstantSource;
import java.util.List;

/// `/v1/l/{token}`: what a link is for. Who comes needs no key.
public final class LinkResource implements Resource {
    static final String PATH = "/v1/l/";
    private static final String TEMPLATE = PATH + "{token}";

    private static final ErrorCode[] ENDED = {
        ErrorCode.INVALID_LINK,
        ErrorCode.LINK_FOR_OTHER_METHOD,
        ErrorCode.LINK_EXPIRED,
        ErrorCode.LINK_REVOKED,
        ErrorCode.LINK_SPENT,
        ErrorCode.NO_SUCH_BUCKET
    };

    private final LinkDoor door;

    public LinkResource(Varve varve, LinkIssuers issuers, LinkSeal seal, InstantSource clock) {
        this.door = new LinkDoor(varve, issuers, new LinkTokens(seal), clock);
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("GET", TEMPLATE, "getByLink", Action.READ_OBJECT, this::get)
                        .guardingItself()
                        .summary("Reads the object of a link, or tells of it")
                        .header("range", "a range of bytes")
                        .header("if-none-match", "entity tags that the caller has")
                        .answers(200, "the object", Endpoint.Content.bytes("*/*"))
                        .answers(206, "a range of it", Endpoint.Content.bytes("*/*"))
                        .answersNothing(304)
                        .refuses(ENDED)
                        .refuses(
                                ErrorCode.NO_SUCH_KEY,
                                ErrorCode.NO_SUCH_VERSION,
                                ErrorCode.PRECONDITION_FAILED,
                                ErrorCode.INVALID_RANGE),
                Endpoint.of("PUT", TEMPLATE, "putByLink", Action.WRITE_OBJECT, this::put)
                        .about(door::concern)
                        .guardingItself()
                        .summary("Stores the object of a link")
                        .header("if-none-match", "* for an object that is not there yet")
                        .header("if-match", "the entity tag of the object that is replaced")
                        .takes(Endpoint.Content.bytes("*/*"))
                        .answersJson(201, MadeView.class)
                        .refuses(ENDED)
                        .refuses(
                                ErrorCode.BAD_DIGEST,
                                ErrorCode.ENTITY_TOO_LARGE,
                                ErrorCode.ENTITY_TOO_SMALL,
                                ErrorCode.INCOMPLETE_BODY,
                                ErrorCode.INVALID_ARGUMENT,
                                ErrorCode.MISSING_CONTENT_LENGTH,
                                ErrorCode.NO_SUCH_KEY,
                                ErrorCode.PRECONDITION_FAILED,
                                ErrorCode.QUOTA_EXCEEDED,
                                ErrorCode.UNSUPPORTED_MEDIA_TYPE),
                Endpoint.of("DELETE", TEMPLATE, "deleteByLink", Action.DELETE_OBJECT, this::delete)
                        .about(door::concern)
                        .guardingItself()
                        .summary("Deletes the object of a link")
                        .answersNothing(204)
                        .refuses(ENDED)
                        .refuses(ErrorCode.OBJECT_LOCKED));
    }

    private HttpResponse get(ApiCall call) {
        return new LinkReading(door.open(call)).answer();
    }

    private HttpResponse put(ApiCall call) {
        return new LinkUpload(door.open(call)).answer();
    }

    private HttpResponse delete(ApiCall call) {
        LinkCall linked = door.open(call);
        Link.Place place = linked.link().place();
        VersionRef version = place.version();
        Outcome<Deleted> outcome =
                version == null
                        ? linked.store().delete(place.name(), place.key(), Preconditions.NONE)
                        : linked.store().deleteVersion(place.name(), place.key(), version, false);
        ApiRefusals.require(outcome);
        return HttpResponse.of(204);
    }
}
