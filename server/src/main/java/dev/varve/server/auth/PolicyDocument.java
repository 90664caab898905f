package dev.varve.server.auth;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// A policy for forms: until when, and what their fields may be.
record PolicyDocument(Instant expiration, List<PolicyCondition> conditions, LengthRange length) {
    /// What carries the policy itself need not be in it.
    private static final Set<String> EXEMPT =
            Set.of("policy", "x-amz-signature", "awsaccesskeyid", "signature", "file");

    PolicyDocument {
        conditions = List.copyOf(conditions);
    }

    static PolicyDocument parse(byte[] json) {
        return new PolicyReader().read(json);
    }

    static Failed invalid(String why) {
        return new Failed(ErrorCode.INVALID_POLICY_DOCUMENT, "Invalid Policy: " + why);
    }

    /// @param form every field, found without case
    void requireAllows(Map<String, String> form, Instant now) {
        if (now.isAfter(expiration)) {
            throw denied("Policy expired.");
        }
        for (PolicyCondition condition : conditions) {
            if (!condition.holds(form)) {
                throw denied("Policy Condition failed: " + condition);
            }
        }
        Set<String> known =
                conditions.stream().map(PolicyCondition::field).collect(Collectors.toSet());
        String extra =
                form.keySet().stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .filter(name -> !known.contains(name) && !isExempt(name))
                        .collect(Collectors.joining(", "));
        if (!extra.isEmpty()) {
            throw denied("Extra input fields: " + extra);
        }
    }

    private static boolean isExempt(String name) {
        return EXEMPT.contains(name) || name.startsWith("x-ignore-");
    }

    private static Failed denied(String why) {
        return Denied.access("Invalid according to Policy: " + why);
    }
}
