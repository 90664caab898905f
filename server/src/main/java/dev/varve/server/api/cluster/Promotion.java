package dev.varve.server.api.cluster;

import dev.varve.replication.ClusterLayout;
import dev.varve.replication.Member;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import java.util.List;
import java.util.Optional;

/// Makes a member a writer: beside those that there are, or in the place of one that is gone.
final class Promotion {
    static final String INSTEAD_OF = "instead_of";

    private Promotion() {}

    /// @throws Failed where there is nothing to change
    static ClusterLayout of(ClusterLayout before, Member member, Optional<Member> gone) {
        return gone.isPresent() ? instead(before, member, gone.get()) : beside(before, member);
    }

    private static ClusterLayout beside(ClusterLayout before, Member member) {
        if (member.writes()) {
            throw new Failed(ErrorCode.INVALID_ARGUMENT, member.name() + " is a writer already.");
        }
        List<Member> members =
                before.members().stream()
                        .map(each -> each.equals(member) ? each.withRole(Member.Role.WRITER) : each)
                        .toList();
        return before.withMembers(members);
    }

    private static ClusterLayout instead(ClusterLayout before, Member member, Member gone) {
        if (gone.equals(member)) {
            throw new Failed(
                    ErrorCode.INVALID_ARGUMENT, member.name() + " cannot take its own place.");
        }
        if (!gone.writes()) {
            throw new Failed(
                    ErrorCode.INVALID_ARGUMENT,
                    gone.name() + " is no writer: there is nothing to take over from it.");
        }
        return before.handedOver(gone, member);
    }
}
