package dev.varve.log.blob;

import dev.varve.log.BlobId;
import dev.varve.log.Bytes;
import dev.varve.log.DigestAlgorithm;
import dev.varve.log.Hash256;
import dev.varve.log.StoreException;
import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The content id and every digest asked for, computed in one pass, none that is not needed.
public final class DigestSet {
    private final int domain;
    private final @Nullable Mac mac;
    private final Map<DigestAlgorithm, MessageDigest> digests =
            new EnumMap<>(DigestAlgorithm.class);
    private final Map<DigestAlgorithm, Checksum> checksums = new EnumMap<>(DigestAlgorithm.class);
    private final Set<DigestAlgorithm> wanted;
    private final List<MessageDigest> digestList;
    private final List<Checksum> checksumList;

    private DigestSet(int domain, @Nullable Mac mac, Set<DigestAlgorithm> wanted) {
        this.domain = domain;
        this.mac = mac;
        this.wanted = wanted;
        wanted.forEach(this::add);
        if (mac == null && !digests.containsKey(DigestAlgorithm.SHA256)) {
            add(DigestAlgorithm.SHA256);
        }
        digestList = new ArrayList<>(digests.values());
        checksumList = new ArrayList<>(checksums.values());
    }

    /// @throws StoreException.Failed when the domain has no key
    public static DigestSet of(int domain, DomainKeys keys, Set<DigestAlgorithm> wanted) {
        if (domain == BlobId.SHARED_DOMAIN) {
            return new DigestSet(domain, null, wanted);
        }
        byte[] key =
                keys.key(domain)
                        .orElseThrow(() ->
                                new StoreException.Failed("no key of dedup domain " + domain));
        return new DigestSet(domain, hmac(key), wanted);
    }

    private void add(DigestAlgorithm algorithm) {
        switch (algorithm) {
            case MD5 -> digests.put(algorithm, digest("MD5"));
            case SHA1 -> digests.put(algorithm, digest("SHA-1"));
            case SHA256 -> digests.put(algorithm, digest("SHA-256"));
            case CRC32 -> checksums.put(algorithm, new CRC32());
            case CRC32C -> checksums.put(algorithm, new CRC32C());
            case CRC64NVME -> checksums.put(algorithm, new Crc64Nvme());
            case XXH3 -> checksums.put(algorithm, new Xxh3());
        }
    }

    public void update(byte[] bytes, int offset, int length) {
        if (mac != null) {
            mac.update(bytes, offset, length);
        }
        for (MessageDigest digest : digestList) {
            digest.update(bytes, offset, length);
        }
        for (Checksum checksum : checksumList) {
            checksum.update(bytes, offset, length);
        }
    }

    /// Ends the bytes; the set cannot be used after it.
    public Result finish() {
        Map<DigestAlgorithm, Bytes> values = new EnumMap<>(DigestAlgorithm.class);
        digests.forEach((algorithm, digest) -> values.put(algorithm, Bytes.of(digest.digest())));
        checksums.forEach((algorithm, sum) -> values.put(algorithm, bytes(algorithm, sum)));
        BlobId id = id(values);
        values.keySet().retainAll(wanted);
        return new Result(id, values);
    }

    private BlobId id(Map<DigestAlgorithm, Bytes> values) {
        Bytes sha256 = values.get(DigestAlgorithm.SHA256);
        if (mac != null) {
            return new BlobId(BlobId.Algorithm.HMAC_SHA_256, domain, Hash256.of(mac.doFinal()));
        }
        if (sha256 == null) {
            throw new IllegalStateException("domain 0 always has a SHA-256");
        }
        return BlobId.sha256(sha256.toArray());
    }

    private static Bytes bytes(DigestAlgorithm algorithm, Checksum checksum) {
        ByteBuffer out = ByteBuffer.allocate(algorithm.length());
        if (algorithm.length() == Long.BYTES) {
            out.putLong(checksum.getValue());
        } else {
            out.putInt((int) checksum.getValue());
        }
        return Bytes.of(out.array());
    }

    private static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + name, e);
        }
    }

    private static Mac hmac(byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    public record Result(BlobId id, Map<DigestAlgorithm, Bytes> digests) {}
}
