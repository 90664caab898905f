package dev.varve.server.forward;

import dev.varve.replication.Member;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.Relayed;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What clients are told where a request is decided elsewhere and is not passed on.
final class ForwardRefusals {
    private ForwardRefusals() {}

    static Failed notOwner(Member owner, boolean owned, Standing now) {
        String url = owner.urls().getFirst();
        return new Failed(
                        ErrorCode.NOT_OWNER,
                        owned
                                ? owner.name() + " decides this; ask it at " + url + "."
                                : now.name()
                                        + " takes no changes; ask "
                                        + owner.name()
                                        + " at "
                                        + url
                                        + ".")
                .detail("Owner", owner.name())
                .detail("OwnerUrl", url)
                .detail("Epoch", Long.toString(now.layout().epoch()))
                .header("varve-owner", owner.name())
                .header("varve-owner-url", url);
    }

    static Failed redirect(HttpRequest request, Member owner) {
        String url = owner.urls().getFirst();
        String query = request.rawQuery().isEmpty() ? "" : "?" + request.rawQuery();
        return new Failed(
                        ErrorCode.TEMPORARY_REDIRECT,
                        "Please re-send this request to the specified temporary endpoint. Continue"
                                + " to use the original request endpoint for future requests.")
                .detail("Endpoint", url.substring(url.indexOf("://") + 3))
                .header("location", url + request.rawPath() + query)
                .header("varve-owner", owner.name());
    }

    static Failed disputed(Relayed relayed, List<Member> members, Standing now) {
        String owner = members.isEmpty() ? "nobody" : members.getFirst().name();
        return new Failed(
                        ErrorCode.OWNER_DISPUTED,
                        "This was passed on to "
                                + now.name()
                                + " by layout "
                                + relayed.epoch()
                                + ", but by layout "
                                + now.layout().epoch()
                                + " it is for "
                                + owner
                                + " to decide. Please try again.")
                .detail("Epoch", Long.toString(now.layout().epoch()))
                .detail("PassedOnByEpoch", Long.toString(relayed.epoch()))
                .detail("PassedOnBy", relayed.nodes())
                .header("retry-after", "1");
    }

    /// Of what cannot be divided, as a batch of single changes can.
    static Failed divided(HttpRequest request, Decision.Divided divided, Standing now) {
        boolean together = divided.concern() instanceof Concern.Together;
        Failed failed =
                differ(
                        (together
                                        ? "This happens as one change or not at all"
                                        : "This is about all keys that begin alike")
                                + ", so one member has to decide all of it",
                        divided.owners().stream().map(Member::name),
                        now);
        return request.relayed()
                .map(relayed -> failed.detail("PassedOnByEpoch", Long.toString(relayed.epoch())))
                .orElse(failed);
    }

    /// Of a batch that would be divided, if this node passed anything on.
    static Failed notShared(Shares shares, Standing now) {
        Stream<String> own = shares.own().isNone() ? Stream.of() : Stream.of(now.name());
        return differ(
                now.name() + " passes nothing on to other members",
                Stream.concat(own, shares.owners().stream().map(Member::name)),
                now);
    }

    private static Failed differ(String why, Stream<String> owners, Standing now) {
        String names = owners.sorted().collect(Collectors.joining(", "));
        return new Failed(
                        ErrorCode.OWNERS_DIFFER,
                        why
                                + ", and parts of it are decided by different ones: "
                                + names
                                + ". Ask for what is of one of them at a time.")
                .detail("Owners", names)
                .detail("Epoch", Long.toString(now.layout().epoch()))
                .header("varve-owner", names);
    }
}
