package dev.varve.server.forward;

import dev.varve.log.NodeId;
import dev.varve.server.http.Headers;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.Relayed;
import dev.varve.server.http.Share;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What a member says of a request that it passes on: which nodes it went through, by which layout, and
/// for whom. Signed with the cluster's token, together with what is asked for, so that nobody else can
/// say it, nor of another request.
///
/// @param nodes that passed it on, in order
/// @param epoch of the layout of the last of them
/// @param client address, without port
/// @param share of a batch that is asked for
record Hop(
        List<NodeId> nodes,
        long epoch,
        String requestId,
        String client,
        boolean secure,
        Instant time,
        Share share) {
    static final String HEADER = "varve-forwarded";

    /// Which items of a batch the member is asked for. It is a header of its own, so that a member of an
    /// older release, which knows of no shares, still sees that the request was passed on.
    static final String SHARE = "varve-share";

    /// No clock of a member may be further off.
    static final Duration SKEW = Duration.ofMinutes(15);

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PURPOSE = "varve forward 1\n";
    private static final String PURPOSE_OF_SHARE = "varve share 1\n";
    private static final String MAC = "; mac=";
    private static final int MOST = 1024;
    private static final Pattern COMMA = Pattern.compile(",");
    private static final Pattern FORM =
            Pattern.compile(
                    "v=1; nodes=([0-9a-f]{16}(?:,[0-9a-f]{16}){0,7}); epoch=([0-9]{1,18});"
                            + " id=([0-9A-Za-z]{1,32}); for=([0-9A-Za-z.:%_-]{1,64});"
                            + " proto=(http|https); time=([0-9]{1,15}); mac=([0-9a-f]{64})");

    private static final Pattern FORM_OF_SHARE =
            Pattern.compile("v=1; items=((?:[0-9a-f]{2}){1,1024}); mac=([0-9a-f]{64})");

    Hop {
        nodes = List.copyOf(nodes);
    }

    /// The headers for a request that is passed on.
    Headers signed(byte[] token, HttpRequest request) {
        String target = target(request.method(), request.rawPath(), request.rawQuery());
        String hop = withMac(said(), mac(token, PURPOSE + target + "\n", said()));
        Headers headers = new Headers().set(HEADER, hop);
        if (!share.isAll()) {
            String items = "v=1; items=" + share;
            byte[] mac = mac(token, PURPOSE_OF_SHARE + hop + "\n", items);
            headers.set(SHARE, withMac(items, mac));
        }
        return headers;
    }

    private static String withMac(String said, byte[] mac) {
        return said + MAC + HexFormat.of().formatHex(mac);
    }

    private String said() {
        return "v=1; nodes="
                + nodes.stream().map(NodeId::toString).collect(Collectors.joining(","))
                + "; epoch="
                + epoch
                + "; id="
                + requestId
                + "; for="
                + client
                + "; proto="
                + (secure ? "https" : "http")
                + "; time="
                + time.toEpochMilli();
    }

    private static String target(String method, String path, String query) {
        return method + " " + path + "?" + query;
    }

    /// @param of what it is said of
    private static byte[] mac(byte[] token, String of, String said) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(token, ALGORITHM));
            mac.update(of.getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(said.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /// Empty for a header that no member signed, or too long ago.
    static Optional<Hop> read(Relayed.Asked asked, byte[] token, Instant now) {
        List<String> values = asked.headers().all(HEADER);
        if (values.size() != 1 || values.getFirst().length() > MOST) {
            return Optional.empty();
        }
        String value = values.getFirst();
        Matcher form = FORM.matcher(value);
        if (!form.matches()) {
            return Optional.empty();
        }
        String target = target(asked.method(), asked.rawPath(), asked.rawQuery());
        if (!isSaid(value, form.group(7), token, PURPOSE + target + "\n")) {
            return Optional.empty();
        }
        Instant time = Instant.ofEpochMilli(Long.parseLong(form.group(6)));
        if (Duration.between(time, now).abs().compareTo(SKEW) > 0) {
            return Optional.empty();
        }
        return Optional.of(
                new Hop(
                        COMMA.splitAsStream(form.group(1)).map(Hop::node).toList(),
                        Long.parseLong(form.group(2)),
                        form.group(3),
                        form.group(4),
                        form.group(5).equals("https"),
                        time,
                        share(asked.headers(), value, token)));
    }

    /// None where it cannot be believed: the request must not be taken for one of the whole batch.
    private static Share share(Headers headers, String hop, byte[] token) {
        List<String> values = headers.all(SHARE);
        if (values.isEmpty()) {
            return Share.ALL;
        }
        Matcher form = FORM_OF_SHARE.matcher(values.getFirst());
        boolean believed =
                values.size() == 1
                        && form.matches()
                        && isSaid(
                                values.getFirst(),
                                form.group(2),
                                token,
                                PURPOSE_OF_SHARE + hop + "\n");
        return believed ? Share.parse(form.group(1)) : Share.NONE;
    }

    private static boolean isSaid(String value, String mac, byte[] token, String of) {
        String said = value.substring(0, value.lastIndexOf(MAC));
        return MessageDigest.isEqual(mac(token, of, said), HexFormat.of().parseHex(mac));
    }

    private static NodeId node(String hex) {
        return new NodeId(Long.parseUnsignedLong(hex, 16));
    }

    /// As the listener of who got it takes it.
    Relayed relayed() {
        return new Relayed(
                requestId,
                client,
                secure,
                epoch,
                nodes.stream().map(NodeId::toString).collect(Collectors.joining(" ")),
                share);
    }
}
