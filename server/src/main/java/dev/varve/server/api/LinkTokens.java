package dev.varve.server.api;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.Bytes;
import dev.varve.log.LinkId;
import dev.varve.log.ObjectKey;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import dev.varve.projections.objects.Revocations;
import dev.varve.server.store.LinkSeal;
import dev.varve.server.store.VersionRef;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Links as tokens. All of a link is in its token, and all of it is sealed; whoever has it can read it.
final class LinkTokens {
    private static final int SINGLE_USE = 1;
    private static final int VERSION = 2;
    private static final int TYPE = 4;
    private static final int DIGEST = 8;

    private final LinkSeal seal;

    LinkTokens(LinkSeal seal) {
        this.seal = seal;
    }

    /// @throws IllegalArgumentException when it would be too long for a URL
    String write(Link link) {
        ByteWriter out = new ByteWriter();
        out.u8(link.method().tag()).i64(link.id().high()).i64(link.id().low());
        write(out, link.issuer());
        Link.Place place = link.place();
        out.i64(place.bucket().value()).string(place.name().value()).sized(place.key().utf8());
        out.u8(flags(link));
        VersionRef version = place.version();
        if (version != null) {
            out.string(version.toString());
        }
        write(out, link.terms());
        return seal.seal(out.toArray());
    }

    private static void write(ByteWriter out, Link.Issuer issuer) {
        out.string(issuer.id()).string(issuer.key());
        issuer.seen().write(out);
    }

    private static int flags(Link link) {
        Link.Terms terms = link.terms();
        return (terms.singleUse() ? SINGLE_USE : 0)
                | (link.place().version() != null ? VERSION : 0)
                | (terms.contentType() != null ? TYPE : 0)
                | (terms.sha256() != null ? DIGEST : 0);
    }

    private static void write(ByteWriter out, Link.Terms terms) {
        out.varint(terms.minSize()).zigzag(terms.maxSize());
        if (terms.contentType() != null) {
            out.string(terms.contentType());
        }
        if (terms.sha256() != null) {
            out.sized(terms.sha256());
        }
        out.varint(terms.answer().size());
        terms.answer().forEach((name, value) -> out.string(name).string(value));
    }

    /// Empty for what this store did not seal, and for what a later release did.
    Optional<Link> read(String token) {
        return seal.open(token).flatMap(LinkTokens::parse);
    }

    private static Optional<Link> parse(byte[] content) {
        try {
            ByteReader in = new ByteReader(content);
            Link link = link(in);
            in.end();
            return Optional.of(link);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Link link(ByteReader in) {
        Link.Method method = Link.Method.ofTag(in.u8());
        LinkId id = new LinkId(in.i64(), in.i64());
        Link.Issuer issuer = new Link.Issuer(in.string(), in.string(), Revocations.read(in));
        BucketId bucket = new BucketId(in.i64());
        BucketName name = new BucketName(in.string());
        ObjectKey key = ObjectKey.ofUtf8(in.sized());
        int flags = in.u8();
        @Nullable VersionRef version =
                (flags & VERSION) != 0 ? VersionRef.parse(in.string()) : null;
        Link.Place place = new Link.Place(bucket, name, key, version);
        return new Link(id, issuer, method, place, terms(in, flags));
    }

    private static Link.Terms terms(ByteReader in, int flags) {
        long min = in.varint();
        long max = in.zigzag();
        @Nullable String type = (flags & TYPE) != 0 ? in.string() : null;
        @Nullable Bytes digest = (flags & DIGEST) != 0 ? in.sizedBytes() : null;
        TreeMap<String, String> answer = new TreeMap<>();
        for (int left = in.count(); left > 0; left--) {
            answer.put(in.string(), in.string());
        }
        return new Link.Terms((flags & SINGLE_USE) != 0, min, max, type, digest, answer);
    }
}
