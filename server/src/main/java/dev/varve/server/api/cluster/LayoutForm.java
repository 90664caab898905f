package dev.varve.server.api.cluster;

import dev.varve.log.NodeId;
import dev.varve.replication.ClusterLayout;
import dev.varve.replication.ClusterLayout.Mode;
import dev.varve.replication.ClusterLayout.NotOwner;
import dev.varve.replication.ClusterLayout.ReadOnly;
import dev.varve.replication.Member;
import dev.varve.replication.Rule;
import dev.varve.server.api.About;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A layout as people write it: members go by their names in it.
public record LayoutForm(
        @About("one more than that of the layout in force; worked out where it is missing")
                @Nullable Long epoch,
        Mode mode,
        @About("how many writers keep each blob; 0, as where it is missing, for all")
                @Nullable Integer factor,
        List<MemberForm> members,
        @About("the first that matches names the owner; for mode assigned")
                @Nullable List<OwnerRuleForm> rules,
        @About(value = "name of the member that owns the rest", example = "a")
                @Nullable String defaultOwner,
        @About("what writers do with a change of what is not theirs") @Nullable NotOwner notOwner,
        @About("what read-only members do with any change") @Nullable ReadOnly readOnly) {

    public static LayoutForm of(ClusterLayout layout) {
        NodeId owner = layout.defaultOwner();
        return new LayoutForm(
                layout.epoch(),
                layout.mode(),
                layout.factor(),
                layout.members().stream().map(MemberForm::of).toList(),
                layout.rules().stream().map(rule -> OwnerRuleForm.of(rule, layout)).toList(),
                owner == null ? null : name(layout, owner),
                layout.notOwner(),
                layout.readOnly());
    }

    static String name(ClusterLayout layout, NodeId node) {
        return layout.member(node).map(Member::name).orElseGet(node::toString);
    }

    /// The layout that it says.
    ///
    /// @param next the epoch where it says none
    /// @param self the node that `self` stands for
    /// @throws IllegalArgumentException that names what is wrong
    public ClusterLayout layout(long next, NodeId self) {
        List<Member> all = numbered("members", members, member -> member.member(self));
        List<OwnerRuleForm> given = rules == null ? List.of() : rules;
        List<Rule> made = numbered("rules", given, rule -> rule.rule(all));
        return new ClusterLayout(
                epoch == null ? next : epoch,
                mode,
                all,
                factor == null ? 0 : factor,
                made,
                defaultOwner == null ? null : owner(all, defaultOwner, "default_owner"),
                notOwner == null ? NotOwner.FORWARD : notOwner,
                readOnly == null ? ReadOnly.FORWARD : readOnly);
    }

    @FunctionalInterface
    private interface Made<F, T> {
        T from(F form);
    }

    /// Says which one is wrong.
    private static <F, T> List<T> numbered(String field, List<F> forms, Made<F, T> made) {
        List<T> all = new ArrayList<>();
        for (@Nullable F form : forms) {
            try {
                all.add(made.from(present(form)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        field + "[" + all.size() + "]: " + e.getMessage(), e);
            }
        }
        return all;
    }

    /// What JSON may have as null, and no form can.
    static <T> T present(@Nullable T given) {
        if (given == null) {
            throw new IllegalArgumentException("null stands for nothing here");
        }
        return given;
    }

    static NodeId owner(List<Member> members, String name, String field) {
        Optional<NodeId> found =
                members.stream()
                        .filter(member -> member.name().equals(name))
                        .map(Member::node)
                        .findFirst();
        return found.orElseThrow(
                () -> new IllegalArgumentException(field + ": no member is called '" + name + "'"));
    }
}
