package dev.varve.tools.s3;

import dev.varve.log.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Signs requests in their headers (AWS Signature Version 4). Written from the published rules and
/// not from the server's code, so that the two check each other.
public final class Signer {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final Pattern SPACES = Pattern.compile(" +");

    /// Hops may change these.
    private static final Set<String> UNSIGNED =
            Set.of("connection", "expect", "transfer-encoding", "user-agent");

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final AccessKey key;
    private final String region;
    private final InstantSource clock;
    private volatile DayKey dayKey = new DayKey("", Bytes.EMPTY);

    private record DayKey(String day, Bytes secret) {}

    public Signer(AccessKey key, String region, InstantSource clock) {
        this.key = key;
        this.region = region;
        this.clock = clock;
    }

    /// @param host as in the header `host`
    public Wire sign(S3Request request, String host, Payload payload) {
        return begin(request, host, payload).whole();
    }

    /// As [#sign], with a body of the caller's own making.
    ///
    /// @param payload says what the signature claims of that body
    public Signing begin(S3Request request, String host, Payload payload) {
        List<Field> headers = new ArrayList<>(request.headers());
        String stamp = STAMP.format(clock.instant());
        String hash = payload.header(request.bytes());
        headers.addFirst(new Field("host", host));
        headers.add(new Field("x-amz-date", stamp));
        headers.add(new Field("x-amz-content-sha256", hash));
        if (payload.isChunked()) {
            headers.add(new Field("content-encoding", "aws-chunked"));
            headers.add(
                    new Field(
                            "x-amz-decoded-content-length",
                            Integer.toString(request.bytes().length)));
        }
        if (payload.hasTrailer()) {
            headers.add(new Field("x-amz-trailer", AwsChunks.TRAILER));
        }
        Map<String, String> signed = canonical(headers);
        ChunkChain chain = chain(stamp, text(request, signed, hash));
        headers.add(
                new Field(
                        "authorization",
                        "%s Credential=%s/%s,SignedHeaders=%s,Signature=%s"
                                .formatted(
                                        ALGORITHM,
                                        key.id(),
                                        scope(stamp),
                                        String.join(";", signed.keySet()),
                                        chain.last())));
        return new Signing(request, headers, payload, chain);
    }

    /// Signs in the query instead, as a link that anybody may use for a while.
    ///
    /// @param expires seconds
    public Wire presign(S3Request request, String host, String expires) {
        String stamp = STAMP.format(clock.instant());
        request.query("X-Amz-Algorithm", ALGORITHM);
        request.query("X-Amz-Credential", key.id() + "/" + scope(stamp));
        request.query("X-Amz-Date", stamp);
        request.query("X-Amz-Expires", expires);
        request.query("X-Amz-SignedHeaders", "host");
        String text = text(request, Map.of("host", host), Payload.UNSIGNED.header(new byte[0]));
        request.query("X-Amz-Signature", chain(stamp, text).last());
        return Wire.unsigned(request, host);
    }

    /// The fields of a form that sign its policy.
    public Map<String, String> form(String policy) {
        String stamp = STAMP.format(clock.instant());
        String signature = Hashes.hex(Hashes.hmac(secret(stamp.substring(0, 8)), ascii(policy)));
        return Map.of(
                "policy",
                policy,
                "x-amz-algorithm",
                ALGORITHM,
                "x-amz-credential",
                key.id() + "/" + scope(stamp),
                "x-amz-date",
                stamp,
                "x-amz-signature",
                signature);
    }

    private String scope(String stamp) {
        return stamp.substring(0, 8) + "/" + region + "/s3/aws4_request";
    }

    /// The canonical request.
    private static String text(S3Request request, Map<String, String> signed, String hash) {
        StringBuilder text = new StringBuilder(512);
        text.append(request.method()).append('\n').append(request.path()).append('\n');
        text.append(request.rawQuery()).append('\n');
        signed.forEach((name, value) -> text.append(name).append(':').append(value).append('\n'));
        text.append('\n').append(String.join(";", signed.keySet())).append('\n').append(hash);
        return text.toString();
    }

    private ChunkChain chain(String stamp, String text) {
        String scope = scope(stamp);
        byte[] secret = secret(stamp.substring(0, 8));
        String hash = Hashes.hex(Hashes.sha256(ascii(text)));
        String toSign = String.join("\n", ALGORITHM, stamp, scope, hash);
        String signature = Hashes.hex(Hashes.hmac(secret, ascii(toSign)));
        return new ChunkChain(secret, stamp + "\n" + scope, signature);
    }

    private static Map<String, String> canonical(List<Field> headers) {
        Map<String, String> signed = new TreeMap<>();
        for (Field field : headers) {
            String name = field.name().toLowerCase(Locale.ROOT);
            if (!UNSIGNED.contains(name)) {
                String value = SPACES.matcher(field.value().strip()).replaceAll(" ");
                signed.merge(name, value, (one, other) -> one + "," + other);
            }
        }
        return signed;
    }

    /// The same for a whole day.
    private byte[] secret(String day) {
        DayKey known = dayKey;
        if (!known.day().equals(day)) {
            known = new DayKey(day, Bytes.of(derived(day)));
            dayKey = known;
        }
        return known.secret().toArray();
    }

    private byte[] derived(String day) {
        byte[] bytes = Hashes.hmac(ascii("AWS4" + key.secret()), ascii(day));
        for (String part : List.of(region, "s3", "aws4_request")) {
            bytes = Hashes.hmac(bytes, ascii(part));
        }
        return bytes;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
