package dev.varve.server.config;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a server listens. `0.0.0.0` and `::` are all interfaces; port 0 is any that is free.
public record ListenAddress(String host, int port) {
    private static final Pattern FORM =
            Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([\\w.-]*)):(\\d{1,5})");
    private static final Set<String> ANY = Set.of("0.0.0.0", "::");
    private static final int LAST_PORT = 65_535;

    public ListenAddress {
        if (port < 0 || port > LAST_PORT) {
            throw new IllegalArgumentException("a port is 0 to " + LAST_PORT);
        }
    }

    /// @throws IllegalArgumentException when it is not `HOST:PORT`, `[IPV6]:PORT` or `:PORT`
    public static ListenAddress parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("no address");
        }
        String host = form.group(1) == null ? form.group(2) : form.group(1);
        return new ListenAddress(
                host.isEmpty() ? "0.0.0.0" : host, Integer.parseInt(form.group(3)));
    }

    public ListenAddress withPort(int bound) {
        return new ListenAddress(host, bound);
    }

    public boolean isEveryInterface() {
        return ANY.contains(host);
    }

    /// How a client on this machine reaches it.
    public String url(boolean secure) {
        ListenAddress reached = isEveryInterface() ? new ListenAddress("127.0.0.1", port) : this;
        return (secure ? "https://" : "http://") + reached;
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
