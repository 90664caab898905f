package dev.varve.replication;

import dev.varve.log.Bytes;
import dev.varve.log.NodeId;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// One node of a cluster.
///
/// @param name what people call it; unique in its cluster
/// @param urls where other members reach it, best first
/// @param keys public keys its checkpoints and frames are signed with, by key id; none where what its
///     journal says itself is taken
/// @param weight its share of the bytes among others of its group; 0 for none, where a factor is set
/// @param group what fails together, such as a rack; copies go to different groups first. May be empty
/// @param keeps which bytes it takes
public record Member(
        NodeId node,
        String name,
        List<String> urls,
        SortedMap<Integer, Bytes> keys,
        Role role,
        int weight,
        String group,
        Keeps keeps) {
    public static final int MAX_URLS = 8;
    public static final int MAX_URL = 512;
    public static final int MAX_KEYS = 32;
    public static final int MAX_WEIGHT = 1000;
    private static final int MAX_KEY = 256;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    public Member {
        urls = List.copyOf(urls);
        keys = Collections.unmodifiableSortedMap(new TreeMap<>(keys));
        require(
                NAME.matcher(name).matches(),
                "a member's name has 1 to 63 letters, digits, dots, dashes and underscores, not '"
                        + Texts.shown(name)
                        + "'");
        require(
                group.isEmpty() || NAME.matcher(group).matches(),
                "a group of "
                        + name
                        + " is named as members are, not '"
                        + Texts.shown(group)
                        + "'");
        require(
                !urls.isEmpty() && urls.size() <= MAX_URLS,
                name + " has 1 to " + MAX_URLS + " URLs");
        urls.forEach(url -> requireUrl(name, url));
        require(keys.size() <= MAX_KEYS, name + " has at most " + MAX_KEYS + " keys");
        keys.forEach((id, key) -> requireKey(name, id, key));
        require(
                weight >= 0 && weight <= MAX_WEIGHT,
                "the weight of " + name + " is 0 to " + MAX_WEIGHT);
    }

    /// The tags are stored: never renumber.
    public enum Role {
        WRITER(1),
        READ_ONLY(2);

        private final int tag;

        Role(int tag) {
            this.tag = tag;
        }

        public int tag() {
            return tag;
        }

        /// @throws IllegalArgumentException for a tag of the future
        public static Role ofTag(int tag) {
            return Tags.find(values(), Role::tag, tag);
        }
    }

    public boolean writes() {
        return role == Role.WRITER;
    }

    public Member withRole(Role other) {
        return new Member(node, name, urls, keys, other, weight, group, keeps);
    }

    /// With all that the layout says of another one but who and where it is.
    Member inPlaceOf(Member gone) {
        return new Member(node, name, urls, keys, gone.role, gone.weight, gone.group, gone.keeps);
    }

    Member handedOver(Member gone, Member next) {
        if (node.equals(next.node())) {
            return withRole(Role.WRITER);
        }
        return node.equals(gone.node()) ? withRole(Role.READ_ONLY) : this;
    }

    private static void requireUrl(String name, String url) {
        require(
                url.length() <= MAX_URL && isUrl(url),
                "a URL of "
                        + name
                        + " is http:// or https://, a host and a port, without a path, such as"
                        + " https://a.example.com:9443, not '"
                        + Texts.shown(url)
                        + "'");
    }

    /// The URL itself, if it is one that a member can have.
    ///
    /// @throws IllegalArgumentException otherwise
    public static String requireUrl(String url) {
        requireUrl("a member", url);
        return url;
    }

    private static boolean isUrl(String url) {
        try {
            URI uri = new URI(url);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null
                    && uri.getPort() <= 0xffff
                    && uri.getPort() != 0
                    && uri.getRawPath().isEmpty();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static void requireKey(String name, int id, Bytes key) {
        require(id >= 0, "ids of keys of " + name + " are not negative");
        require(
                key.length() > 0 && key.length() <= MAX_KEY,
                "key " + id + " of " + name + " has 1 to " + MAX_KEY + " bytes");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
