package dev.varve.server.surface;

import dev.varve.log.LifecycleRule;
import dev.varve.log.LifecycleRule.Expiration;
import dev.varve.log.LifecycleRule.Filter;
import dev.varve.log.LifecycleRule.Noncurrent;
import dev.varve.log.ObjectKey;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What lifecycle rules may be, in the words of S3, for whichever surface they come from.
public final class LifecycleRules {
    private LifecycleRules() {}

    /// @throws Failed `InvalidArgument`, `InvalidRequest`
    public static LifecycleRule rule(
            String id,
            boolean enabled,
            Filter filter,
            @Nullable Expiration expiration,
            @Nullable Noncurrent noncurrent,
            int abortDays) {
        if (id.length() > LifecycleRule.MAX_ID) {
            throw argument("ID length should not exceed allowed limit of 255");
        }
        if (expiration == null && noncurrent == null && abortDays == 0) {
            throw request("At least one action needs to be specified in a rule");
        }
        if (abortDays > 0) {
            requireOfNames("AbortIncompleteMultipartUpload", filter);
        }
        if (expiration instanceof Expiration.OfMarkers) {
            requireOfNames("ExpiredObjectDeleteMarker", filter);
        }
        requireSizes(filter);
        if (filter.keys().getBytes(StandardCharsets.UTF_8).length > ObjectKey.MAX_BYTES) {
            throw request("The maximum size of a prefix is " + ObjectKey.MAX_BYTES + ".");
        }
        return new LifecycleRule(id, enabled, filter, expiration, noncurrent, abortDays);
    }

    private static void requireOfNames(String action, Filter filter) {
        if (!filter.tags().isEmpty()) {
            throw request(action + " cannot be specified with Tags.");
        }
        if (!filter.isOfNames()) {
            throw request(action + " cannot be specified with Object Size.");
        }
    }

    private static void requireSizes(Filter filter) {
        if (filter.smallerThan() >= 0 && filter.smallerThan() <= filter.largerThan() + 1) {
            throw request(
                    "'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'");
        }
    }

    /// @throws Failed where two have one id, or there are too many
    public static List<LifecycleRule> all(List<LifecycleRule> rules) {
        if (rules.size() > LifecycleRule.MAX_RULES) {
            throw request("There can be at most " + LifecycleRule.MAX_RULES + " rules");
        }
        Set<String> ids = new HashSet<>();
        for (LifecycleRule rule : rules) {
            if (!ids.add(rule.id())) {
                throw argument("Rule ID must be unique. Found same ID for more than one rule");
            }
        }
        return List.copyOf(rules);
    }

    /// @param what as S3 says it
    public static int days(String what, long days) {
        if (days < 1 || days > Integer.MAX_VALUE) {
            throw argument(what + " must be a positive integer");
        }
        return (int) days;
    }

    public static int kept(long versions) {
        if (versions < 1 || versions > Noncurrent.MOST_KEPT) {
            throw argument(
                    "'NewerNoncurrentVersions' must be a number from 1 to " + Noncurrent.MOST_KEPT);
        }
        return (int) versions;
    }

    public static long size(String what, long bytes) {
        if (bytes < 0) {
            throw argument("'" + what + "' must not be negative");
        }
        return bytes;
    }

    public static Failed noTransitions() {
        return new Failed(
                ErrorCode.INVALID_STORAGE_CLASS,
                "There is one storage class here: rules cannot have transitions.");
    }

    public static Failed argument(String message) {
        return new Failed(ErrorCode.INVALID_ARGUMENT, message);
    }

    private static Failed request(String message) {
        return new Failed(ErrorCode.INVALID_REQUEST, message);
    }
}
