package dev.varve.server.fetch;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A URL that means one thing only. What others read in other ways (users, addresses in other notations,
/// backslashes, blanks) is no URL here.
///
/// @param host in lower case, without a dot at its end
/// @param literal the address, where the host is one
/// @param target path and query as they are sent
record FetchUrl(
        boolean secure, String host, @Nullable InetAddress literal, int port, String target) {
    private static final int LONGEST = 4096;
    private static final int LONGEST_HOST = 253;
    private static final Pattern VISIBLE = Pattern.compile("[!-~&&[^\"<>\\\\^`{|}]]+");
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):.*");
    private static final Pattern FORM =
            Pattern.compile("(?i)https?://([^/?#]*)([^?#]*)(\\?[^#]*)?(#.*)?");
    private static final String PORT = "(?::([1-9][0-9]{0,4}))?";
    private static final Pattern BRACKETED = Pattern.compile("\\[([0-9A-Fa-f:.]+)]" + PORT);
    private static final Pattern NAMED = Pattern.compile("([A-Za-z0-9._-]+)" + PORT);
    private static final String LABEL = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?";
    private static final Pattern LABELS = Pattern.compile(LABEL + "(\\." + LABEL + ")*");

    /// What other readers take for an IPv4 address: its last label is a number.
    private static final Pattern NUMERIC = Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)");

    private static final String BYTE = "(0|[1-9][0-9]?|1[0-9][0-9]|2[0-4][0-9]|25[0-5])";
    private static final Pattern QUAD = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");
    private static final Set<String> SCHEMES = Set.of("http", "https");

    static FetchUrl parse(String text) throws FetchFailure {
        if (text.length() > LONGEST || !VISIBLE.matcher(text).matches()) {
            throw FetchFailure.invalid(
                    "A URL has 1 to " + LONGEST + " visible ASCII characters; escape all others.");
        }
        String scheme = scheme(text);
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw FetchFailure.invalid("That is not a URL: " + scheme + "://HOST/PATH");
        }
        boolean secure = scheme.equals("https");
        String path = form.group(2);
        String query = form.group(3) == null ? "" : form.group(3);
        String target = (path.isEmpty() ? "/" : path) + query;
        return at(secure, form.group(1), target);
    }

    private static String scheme(String text) throws FetchFailure {
        Matcher matcher = SCHEME.matcher(text);
        String scheme = matcher.matches() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
        if (!SCHEMES.contains(scheme)) {
            throw FetchFailure.refused("Only http and https are fetched.");
        }
        return scheme;
    }

    private static FetchUrl at(boolean secure, String authority, String target)
            throws FetchFailure {
        if (authority.contains("@")) {
            throw FetchFailure.refused("A URL with a user in it is not fetched.");
        }
        Matcher bracketed = BRACKETED.matcher(authority);
        if (bracketed.matches()) {
            InetAddress literal = literal(bracketed.group(1));
            return new FetchUrl(
                    secure, text(literal), literal, port(secure, bracketed.group(2)), target);
        }
        Matcher named = NAMED.matcher(authority);
        if (!named.matches()) {
            throw FetchFailure.invalid("The host of the URL is not well formed.");
        }
        String host = host(named.group(1).toLowerCase(Locale.ROOT));
        @Nullable InetAddress literal = QUAD.matcher(host).matches() ? literal(host) : null;
        return new FetchUrl(secure, host, literal, port(secure, named.group(2)), target);
    }

    private static String host(String text) throws FetchFailure {
        String host = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        if (host.length() > LONGEST_HOST || !LABELS.matcher(host).matches()) {
            throw FetchFailure.invalid("The host of the URL is not well formed.");
        }
        if (NUMERIC.matcher(host).matches() && !QUAD.matcher(host).matches()) {
            throw FetchFailure.refused(
                    "An address must be written as four decimal numbers without leading zeros.");
        }
        return host;
    }

    private static InetAddress literal(String text) throws FetchFailure {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            throw FetchFailure.invalid("The host of the URL is not well formed.");
        }
    }

    /// A mapped address is one of IPv4.
    private static String text(InetAddress literal) {
        String text = literal.getHostAddress();
        return literal instanceof Inet6Address ? "[" + text + "]" : text;
    }

    private static int port(boolean secure, @Nullable String text) {
        if (text == null) {
            return secure ? 443 : 80;
        }
        return Integer.parseInt(text);
    }

    /// Where a redirect leads. It is read as strictly as any URL.
    FetchUrl redirected(String location) throws FetchFailure {
        FetchUrl next = parse(absolute(location));
        if (secure && !next.secure) {
            throw FetchFailure.refused("A redirect from https to http is not followed.");
        }
        return next;
    }

    private String absolute(String location) throws FetchFailure {
        if (SCHEME.matcher(location).matches()) {
            return location;
        }
        try {
            return URI.create(toString()).resolve(location).toString();
        } catch (IllegalArgumentException e) {
            throw FetchFailure.failed("The server redirects to what is no URL.");
        }
    }

    /// As the Host header has it.
    String authority() {
        return port == (secure ? 443 : 80) ? host : host + ":" + port;
    }

    @Override
    public String toString() {
        return (secure ? "https://" : "http://") + authority() + target;
    }
}
