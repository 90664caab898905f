package dev.varve.server.forward;

import dev.varve.log.NodeId;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.Relayed;
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
record Hop(
        List<NodeId> nodes,
        long epoch,
        String requestId,
        String client,
        boolean secure,
        Instant time) {
    static final String HEADER = "varve-forwarded";

    /// No clock of a member may be further off.
    static final Duration SKEW = Duration.ofMinutes(15);

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PURPOSE = "varve forward 1\n";
    private static final int MOST = 1024;
    private static final Pattern COMMA = Pattern.compile(",");
    private static final Pattern FORM =
            Pattern.compile(
                    "v=1; nodes=([0-9a-f]{16}(?:,[0-9a-f]{16}){0,7}); epoch=([0-9]{1,18});"
                            + " id=([0-9A-Za-z]{1,32}); for=([0-9A-Za-z.:%_-]{1,64});"
                            + " proto=(http|https); time=([0-9]{1,15}); mac=([0-9a-f]{64})");

    Hop {
        nodes = List.copyOf(nodes);
    }

    /// The value of the header for a request that is passed on.
    String signed(byte[] token, HttpRequest request) {
        String said = said();
        String target = target(request.method(), request.rawPath(), request.rawQuery());
        return said + "; mac=" + HexFormat.of().formatHex(mac(token, said, target));
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

    private static byte[] mac(byte[] token, String said, String target) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(token, ALGORITHM));
            mac.update((PURPOSE + target + "\n").getBytes(StandardCharsets.UTF_8));
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
        byte[] given = HexFormat.of().parseHex(form.group(7));
        byte[] expected =
                mac(
                        token,
                        value.substring(0, value.lastIndexOf("; mac=")),
                        target(asked.method(), asked.rawPath(), asked.rawQuery()));
        if (!MessageDigest.isEqual(expected, given)) {
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
                        time));
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
                nodes.stream().map(NodeId::toString).collect(Collectors.joining(" ")));
    }
}
