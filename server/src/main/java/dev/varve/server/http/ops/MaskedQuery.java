package dev.varve.server.http.ops;

import dev.varve.server.http.Percent;
import java.util.Locale;
import java.util.Set;

/// A query without what would let a reader of the log use it. Names are decoded first: a signature
/// under an escaped name is still one.
final class MaskedQuery {
    private static final Set<String> SECRETS =
            Set.of(
                    "x-amz-signature",
                    "x-amz-credential",
                    "x-amz-security-token",
                    "signature",
                    "awsaccesskeyid");

    private MaskedQuery() {}

    static String of(String raw) {
        StringBuilder out = new StringBuilder(raw.length());
        int start = 0;
        for (int and = raw.indexOf('&'); and >= 0; and = raw.indexOf('&', start)) {
            out.append(masked(raw.substring(start, and))).append('&');
            start = and + 1;
        }
        return out.append(masked(raw.substring(start))).toString();
    }

    private static String masked(String parameter) {
        int equals = parameter.indexOf('=');
        if (equals < 0) {
            return parameter;
        }
        String name = parameter.substring(0, equals);
        return SECRETS.contains(decoded(name)) ? name + "=***" : parameter;
    }

    private static String decoded(String name) {
        try {
            return Percent.decode(name).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return name.toLowerCase(Locale.ROOT);
        }
    }
}
