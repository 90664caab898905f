package dev.varve.server.api;

import dev.varve.log.Bytes;
import dev.varve.log.LinkId;
import dev.varve.log.ObjectKey;
import dev.varve.projections.objects.Bucket;
import dev.varve.server.api.LinkForms.NewKey;
import dev.varve.server.api.LinkForms.NewLink;
import dev.varve.server.api.LinkForms.Response;
import dev.varve.server.auth.Action;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.store.VersionRef;
import dev.varve.server.surface.HeaderText;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Makes links of what is asked for. They are written down nowhere.
final class NewLinks {
    private static final Duration USUAL_LIFE = Duration.ofHours(1);
    private static final int LONGEST_TYPE = 255;
    private static final int LONGEST_DISPOSITION = 1024;
    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

    private final LinkIssuers issuers;
    private final InstantSource clock;
    private final Duration maxLife;
    private final SecureRandom random = new SecureRandom();

    NewLinks(LinkIssuers issuers, InstantSource clock, Duration maxLife) {
        this.issuers = issuers;
        this.clock = clock;
        this.maxLife = maxLife;
    }

    /// @throws Failed for what nobody may do, the caller may not do, or makes no sense
    Link make(ApiCall call, NewLink asked) {
        Link.Method method = method(asked);
        requireFitting(method, asked);
        ObjectKey key = key(asked);
        String name = asked.bucket() == null ? "" : asked.bucket();
        Bucket bucket = call.allowed(Action.MANAGE_LINKS, name, key.toString());
        Link.Place place =
                new Link.Place(bucket.id(), bucket.name(), key, version(asked.version()));
        LinkId id = LinkId.random(expires(asked.expiresIn()), random);
        Link link = new Link(id, issuer(call), method, place, terms(asked));
        call.allowed(link.action(), name, key.toString());
        return link;
    }

    private Link.Issuer issuer(ApiCall call) {
        String key =
                issuers.keyOf(call.principal())
                        .orElseThrow(() ->
                                new Failed(
                                        ErrorCode.INVALID_REQUEST,
                                        "A link needs an access key, whose rights it has when it is"
                                                + " used."));
        String id = call.principal().id();
        return new Link.Issuer(id, key, call.store().links().seen(id));
    }

    private static Link.Method method(NewLink asked) {
        return Arrays.stream(Link.Method.values())
                .filter(method -> method.name().equals(asked.method()))
                .findFirst()
                .orElseThrow(() -> invalid("'method' must be GET, HEAD, PUT or DELETE."));
    }

    private static void requireFitting(Link.Method method, NewLink asked) {
        boolean put = method == Link.Method.PUT;
        require(
                put
                        || (asked.maxSize() == null
                                && asked.minSize() == null
                                && asked.contentType() == null
                                && asked.digest() == null
                                && asked.newKey() == null),
                "Sizes, type, digest and a new key are only for links to PUT.");
        require(!put || asked.version() == null, "A PUT makes a version; it cannot name one.");
        require(method.reads() || asked.response() == null, "'response' is only for links to GET.");
        require(
                (asked.key() == null) != (asked.newKey() == null),
                "A link needs one of 'key' and 'new_key'.");
    }

    private ObjectKey key(NewLink asked) {
        NewKey fresh = asked.newKey();
        if (fresh == null) {
            return ApiCall.objectKey(Objects.requireNonNull(asked.key()));
        }
        return ApiCall.objectKey(
                orEmpty(fresh.prefix())
                        + Uuid7.of(clock.instant(), random)
                        + orEmpty(fresh.suffix()));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static @Nullable VersionRef version(@Nullable String text) {
        try {
            return text == null ? null : VersionRef.parse(text);
        } catch (IllegalArgumentException e) {
            throw invalid("'version' is not the id of a version.");
        }
    }

    private Instant expires(@Nullable Long seconds) {
        Duration usual = USUAL_LIFE.compareTo(maxLife) < 0 ? USUAL_LIFE : maxLife;
        require(
                seconds == null || (seconds >= 1 && seconds <= maxLife.toSeconds()),
                "'expires_in' must be a number of seconds from 1 to " + maxLife.toSeconds() + ".");
        return clock.instant().plus(seconds == null ? usual : Duration.ofSeconds(seconds));
    }

    private static Link.Terms terms(NewLink asked) {
        long min = asked.minSize() == null ? 0 : asked.minSize();
        long max = asked.maxSize() == null ? -1 : asked.maxSize();
        require(min >= 0, "'min_size' must be 0 or more.");
        require(asked.maxSize() == null || max >= min, "'max_size' must be at least 'min_size'.");
        if (asked.contentType() != null) {
            HeaderText.require("content_type", asked.contentType(), LONGEST_TYPE);
        }
        return new Link.Terms(
                asked.singleUse(),
                min,
                max,
                asked.contentType(),
                digest(asked.digest()),
                answer(asked.response()));
    }

    private static @Nullable Bytes digest(@Nullable String text) {
        if (text == null) {
            return null;
        }
        require(SHA256.matcher(text).matches(), "'digest' must be a SHA-256: 64 hex digits.");
        return Bytes.hex(text);
    }

    private static SortedMap<String, String> answer(@Nullable Response response) {
        SortedMap<String, String> answer = new TreeMap<>();
        if (response != null) {
            put(answer, "content-disposition", response.contentDisposition(), LONGEST_DISPOSITION);
            put(answer, "content-type", response.contentType(), LONGEST_TYPE);
        }
        return answer;
    }

    private static void put(
            SortedMap<String, String> answer, String name, @Nullable String value, int longest) {
        if (value != null) {
            HeaderText.require("response." + name.replace('-', '_'), value, longest);
            answer.put(name, value);
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw invalid(otherwise);
        }
    }

    private static Failed invalid(String why) {
        return new Failed(ErrorCode.INVALID_ARGUMENT, why);
    }
}
