package dev.varve.server.peer;

import dev.varve.log.BlobId;
import dev.varve.log.Hash256;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.server.http.QueryString;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What is named in paths and queries between members.
final class PeerWords {
    private static final Pattern SHARED = Pattern.compile("sha256:([0-9a-f]{64})");
    private static final Pattern PRIVATE = Pattern.compile("hmac:([0-9]{1,10}):([0-9a-f]{64})");

    private PeerWords() {}

    static String text(NodeId node) {
        return node.toString();
    }

    static NodeId node(String text) {
        if (text.length() != 16) {
            throw new IllegalArgumentException("not a node id: " + text.length() + " characters");
        }
        return new NodeId(HexFormat.fromHexDigitsToLong(text));
    }

    /// @throws IllegalArgumentException when it is missing or of another form
    static NodeId node(QueryString query, String name) {
        return node(text(query, name));
    }

    static Origin origin(QueryString query) {
        return new Origin(node(query, "node"), number(query, "incarnation"));
    }

    static Position position(QueryString query, String name) {
        return new Position(Long.parseLong(text(query, name)));
    }

    static int number(QueryString query, String name) {
        return Math.toIntExact(Long.parseLong(text(query, name)));
    }

    private static String text(QueryString query, String name) {
        return query.first(name)
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is missing"));
    }

    static BlobId blob(String text) {
        Matcher shared = SHARED.matcher(text);
        if (shared.matches()) {
            return BlobId.sha256(HexFormat.of().parseHex(shared.group(1)));
        }
        Matcher own = PRIVATE.matcher(text);
        if (own.matches()) {
            Hash256 hash = Hash256.of(HexFormat.of().parseHex(own.group(2)));
            return new BlobId(BlobId.Algorithm.HMAC_SHA_256, Integer.parseInt(own.group(1)), hash);
        }
        throw new IllegalArgumentException("not the id of a blob");
    }
}
