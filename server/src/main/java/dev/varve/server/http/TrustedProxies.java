package dev.varve.server.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds out for whom a proxy asks. Only what proxies say whose own address is in one of the ranges is
/// believed: anybody can send these headers. Of the hops that were noted down the last that is no such
/// proxy is the client; what stands before it was said by the client, and counts for nothing. Where an entry is
/// garbled, or `Forwarded` and `X-Forwarded-For` name two clients, the proxy itself stands for it.
public record TrustedProxies(List<AddressRange> ranges) {
    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    private static final String FOR = "x-forwarded-for";
    private static final String PROTO = "x-forwarded-proto";
    private static final String FORWARDED = "forwarded";
    private static final Pattern COMMA = Pattern.compile(",");
    private static final Pattern SEMICOLON = Pattern.compile(";");
    private static final int MOST_HOPS = 64;

    public TrustedProxies {
        ranges = List.copyOf(ranges);
    }

    /// @param address without port
    public record Client(String address, boolean secure) {}

    /// @param peer who is at the other end of the connection
    /// @param secure whether the connection is
    public Client client(InetAddress peer, boolean secure, Headers headers) {
        InetAddress plain = AddressRange.plain(peer);
        Client itself = new Client(plain.getHostAddress(), secure);
        if (ranges.isEmpty() || !isTrusted(plain)) {
            return itself;
        }
        List<String> listed = entries(headers.all(FOR));
        List<String> forwarded = entries(headers.all(FORWARDED));
        InetAddress byList = last(plain, listed);
        InetAddress byForwarded = last(plain, parameters(forwarded, "for"));
        if (!listed.isEmpty() && !forwarded.isEmpty() && !byList.equals(byForwarded)) {
            return itself;
        }
        InetAddress client = listed.isEmpty() ? byForwarded : byList;
        return new Client(client.getHostAddress(), scheme(headers, forwarded).orElse(secure));
    }

    private boolean isTrusted(InetAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    /// From the hop next to us backwards, as long as hops are trusted and can be read.
    private InetAddress last(InetAddress peer, List<String> hops) {
        InetAddress client = peer;
        for (int i = hops.size() - 1; i >= Math.max(0, hops.size() - MOST_HOPS); i--) {
            Optional<InetAddress> hop = address(hops.get(i));
            if (hop.isEmpty()) {
                return client;
            }
            client = hop.get();
            if (!isTrusted(client)) {
                return client;
            }
        }
        return client;
    }

    private static List<String> entries(List<String> values) {
        List<String> all = new ArrayList<>();
        values.forEach(value -> COMMA.splitAsStream(value).map(String::strip).forEach(all::add));
        return all;
    }

    /// With or without a port, which some proxies add.
    private static Optional<InetAddress> address(String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end > 0 && isPort(text.substring(end + 1))
                    ? AddressRange.address(text.substring(1, end))
                    : Optional.empty();
        }
        int colon = text.indexOf(':');
        boolean ported = colon >= 0 && colon == text.lastIndexOf(':');
        if (ported && !isPort(text.substring(colon))) {
            return Optional.empty();
        }
        return AddressRange.address(ported ? text.substring(0, colon) : text);
    }

    private static boolean isPort(String text) {
        return text.isEmpty() || text.matches(":\\d{1,5}");
    }

    /// One parameter of each element of `Forwarded`; empty text where an element has none.
    private static List<String> parameters(List<String> elements, String name) {
        return elements.stream()
                .map(element ->
                        SEMICOLON
                                .splitAsStream(element)
                                .map(String::strip)
                                .filter(pair ->
                                        pair.toLowerCase(Locale.ROOT).startsWith(name + "="))
                                .map(pair -> unquoted(pair.substring(name.length() + 1)))
                                .findFirst()
                                .orElse(""))
                .toList();
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    /// As the proxy next to us has it.
    private static Optional<Boolean> scheme(Headers headers, List<String> forwarded) {
        List<String> named = new ArrayList<>(entries(headers.all(PROTO)));
        if (named.isEmpty()) {
            named.addAll(parameters(forwarded, "proto"));
        }
        return named.isEmpty()
                ? Optional.empty()
                : switch (named.getLast().toLowerCase(Locale.ROOT)) {
                    case "https" -> Optional.of(true);
                    case "http" -> Optional.of(false);
                    default -> Optional.empty();
                };
    }
}
