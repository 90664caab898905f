package dev.varve.server.api.cluster;

import dev.varve.replication.ClusterLayout;
import dev.varve.replication.Member;
import dev.varve.replication.Rule;
import dev.varve.replication.Rule.Match;
import dev.varve.server.api.About;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A rule of a [LayoutForm]: all that it says must match.
public record OwnerRuleForm(
        @Nullable String bucket,
        @About("of keys") @Nullable String prefix,
        @About("of keys") @Nullable String suffix,
        @About(value = "image/png, or image/* for all of a kind", example = "image/*")
                @Nullable String contentType,
        @About("bytes of the smallest object it is for") @Nullable Long smallest,
        @About("bytes of the largest object it is for") @Nullable Long largest,
        @Nullable String storageClass,
        @About(value = "name of the member that decides", example = "a") String owner) {
    private static final long NONE = -1;

    static OwnerRuleForm of(Rule rule, ClusterLayout layout) {
        Match match = rule.match();
        return new OwnerRuleForm(
                said(match.bucket()),
                said(match.prefix()),
                said(match.suffix()),
                said(match.contentType()),
                said(match.smallest()),
                said(match.largest()),
                said(match.storageClass()),
                LayoutForm.name(layout, rule.owner()));
    }

    private static @Nullable String said(String text) {
        return text.isEmpty() ? null : text;
    }

    private static @Nullable Long said(long size) {
        return size < 0 ? null : size;
    }

    Rule rule(List<Member> members) {
        if (storageClass != null) {
            MemberForm.requireClass(storageClass);
        }
        return new Rule(
                new Match(
                        or(bucket),
                        or(prefix),
                        or(suffix),
                        or(contentType),
                        smallest == null ? NONE : smallest,
                        largest == null ? NONE : largest,
                        or(storageClass)),
                LayoutForm.owner(members, owner, "owner"));
    }

    private static String or(@Nullable String text) {
        return text == null ? "" : text;
    }
}
