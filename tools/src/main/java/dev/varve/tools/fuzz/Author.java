package dev.varve.tools.fuzz;

import dev.varve.tools.s3.AccessKey;
import dev.varve.tools.s3.Endpoint;
import dev.varve.tools.s3.Payload;
import dev.varve.tools.s3.S3Request;
import dev.varve.tools.s3.Signer;
import dev.varve.tools.s3.Signing;
import dev.varve.tools.s3.Wire;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;

/// Signs the cases. What is signed as it must be is aimed at a bucket that may change; what is aimed
/// at the canaries is signed so that no server may accept it.
final class Author {
    /// Whatever is accepted here is accepted rightly.
    static final String PLAYGROUND = "fuzz";

    /// Nothing here may ever change.
    static final String CANARIES = "canary";

    private static final Duration TOO_LATE = Duration.ofHours(1);
    private final Endpoint endpoint;
    private final Signer signer;
    private final Signer stranger;
    private final Signer forger;
    private final Signer latecomer;
    private volatile String upload = "";

    Author(Endpoint endpoint) {
        InstantSource clock = InstantSource.system();
        AccessKey key = endpoint.key();
        this.endpoint = endpoint;
        this.signer = endpoint.signer();
        this.stranger = new Signer(new AccessKey("NOBODY", key.secret()), Endpoint.REGION, clock);
        this.forger =
                new Signer(new AccessKey(key.id(), key.secret() + "x"), Endpoint.REGION, clock);
        this.latecomer = new Signer(key, Endpoint.REGION, () -> clock.instant().minus(TOO_LATE));
    }

    Signer signer() {
        return signer;
    }

    /// An upload that is open in the playground, or was a moment ago.
    String upload() {
        return upload;
    }

    void upload(String id) {
        upload = id;
    }

    String host() {
        return endpoint.host();
    }

    /// A request to one of the two buckets, which it is given.
    Case aimed(String family, Dice dice, Payload payload, Function<String, S3Request> request) {
        return begin(dice, payload, request, signing -> Case.framed(family, signing.whole()));
    }

    /// As [#aimed], with a body of the caller's own making.
    Case begin(
            Dice dice,
            Payload payload,
            Function<String, S3Request> request,
            Function<Signing, Case> body) {
        boolean acceptable = dice.chance(75);
        S3Request made = request.apply(acceptable ? PLAYGROUND : CANARIES);
        Signer by = acceptable ? signer : dice.pick(stranger, forger, latecomer);
        return body.apply(by.begin(made, endpoint.host(), payload));
    }

    /// A request that nobody signs, at the canaries.
    Case anonymous(String family, S3Request request) {
        return Case.framed(family, Wire.unsigned(request, endpoint.host()));
    }
}
