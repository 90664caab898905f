package dev.varve.server.surface;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Which pages of other origins may do what to a bucket, as far as browsers are concerned. It lets nobody
/// in: who asks must still be allowed to.
///
/// @param id for people; may be empty
/// @param origins with at most one `*` each, which stands for anything
/// @param headers that requests may carry, with at most one `*` each; without case
/// @param exposed headers that pages may see
/// @param maxAge seconds that a browser may remember a preflight; -1 leaves it to the browser
/// @param credentials whether requests may carry cookies and the like
public record CorsRule(
        String id,
        List<String> origins,
        List<String> methods,
        List<String> headers,
        List<String> exposed,
        int maxAge,
        boolean credentials) {
    public static final String ANY = "*";
    static final Set<String> METHODS = Set.of("GET", "PUT", "POST", "DELETE", "HEAD", "PATCH");
    static final int MOST_ENTRIES = 100;
    private static final int LONGEST = 255;
    private static final Pattern ORIGIN = Pattern.compile("[!-~&&[^,]]{1," + LONGEST + "}");
    private static final Pattern TOKEN =
            Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1," + LONGEST + "}");

    /// What is wrong with a rule, and in which part of it.
    public static final class Invalid extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;
        private final String field;

        Invalid(String field, String message) {
            super(message);
            this.field = field;
        }

        /// The name of the component.
        public String field() {
            return field;
        }
    }

    /// @throws Invalid for what no browser could use, or nobody should
    public CorsRule {
        origins = entries("origins", origins);
        methods = entries("methods", methods);
        headers = entries("headers", headers);
        exposed = entries("exposed", exposed);
        require("id", id.length() <= LONGEST, "has at most " + LONGEST + " characters");
        require("origins", !origins.isEmpty(), "names at least one origin");
        require("methods", !methods.isEmpty(), "names at least one method");
        each("origins", origins, ORIGIN, "is no origin");
        each("headers", headers, TOKEN, "is no name of a header");
        each("exposed", exposed, TOKEN, "is no name of a header");
        origins.forEach(one -> require("origins", stars(one) <= 1, quoted(one, "has two *")));
        headers.forEach(one -> require("headers", stars(one) <= 1, quoted(one, "has two *")));
        exposed.forEach(one ->
                require("exposed", stars(one) == 0, quoted(one, "has a *, which cannot be")));
        methods.forEach(one ->
                require("methods", METHODS.contains(one), quoted(one, "is no method for this")));
        require("maxAge", maxAge >= -1, "is a number of seconds");
        if (credentials) {
            origins.forEach(one ->
                    require(
                            "origins",
                            isOfOneSite(one),
                            quoted(one, "may be anybody's, so it cannot go with credentials")));
        }
    }

    private static List<String> entries(String field, List<String> all) {
        require(field, all.size() <= MOST_ENTRIES, "has at most " + MOST_ENTRIES + " entries");
        return List.copyOf(all);
    }

    private static void each(String field, List<String> all, Pattern form, String what) {
        all.forEach(one -> require(field, form.matcher(one).matches(), quoted(one, what)));
    }

    private static String quoted(String one, String what) {
        return "'" + one + "' " + what;
    }

    private static void require(String field, boolean holds, String message) {
        if (!holds) {
            throw new Invalid(field, message);
        }
    }

    private static long stars(String text) {
        return text.chars().filter(c -> c == '*').count();
    }

    /// `https://*.example.com`, but not `https://*` nor `https://*.com`.
    private static boolean isOfOneSite(String origin) {
        int star = origin.indexOf('*');
        if (star < 0) {
            return true;
        }
        String rest = origin.substring(star + 1);
        return rest.startsWith(".") && rest.indexOf('.', 1) > 1;
    }

    boolean allowsOrigin(String origin) {
        return origins.stream().anyMatch(pattern -> matches(pattern, origin));
    }

    boolean allowsMethod(String method) {
        return methods.contains(method);
    }

    boolean allowsHeader(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return headers.stream()
                .anyMatch(pattern -> matches(pattern.toLowerCase(Locale.ROOT), lower));
    }

    /// What `Access-Control-Allow-Origin` says: the origin itself, but the one word for all where the rule
    /// is for all, so that caches need no entry for each.
    String allowed(String origin) {
        return origins.contains(ANY) && !credentials ? ANY : origin;
    }

    Optional<String> age() {
        return maxAge < 0 ? Optional.empty() : Optional.of(Integer.toString(maxAge));
    }

    /// Whether a text is of a form with at most one `*`. Exact otherwise, and in linear time.
    static boolean matches(String pattern, String text) {
        int star = pattern.indexOf('*');
        if (star < 0) {
            return pattern.equals(text);
        }
        String end = pattern.substring(star + 1);
        return text.length() >= pattern.length() - 1
                && text.startsWith(pattern.substring(0, star))
                && text.endsWith(end);
    }
}
