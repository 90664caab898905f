package dev.varve.tools.fuzz;

import dev.varve.tools.s3.S3Request;
import dev.varve.tools.s3.Wire;

/// Links: some signed as they must be, with nonsense beside; some whose parts are nonsense.
final class Presigned implements Family {
    private static final String NAME = "presigned";
    private final Author author;

    Presigned(Author author) {
        this.author = author;
    }

    @Override
    public Case next(Dice dice) {
        return dice.chance(60) ? right(dice) : wrong(dice);
    }

    private Case right(Dice dice) {
        S3Request request =
                S3Request.object(
                        dice.pick("GET", "PUT", "HEAD"), Author.PLAYGROUND, "link/" + dice.word());
        if (dice.chance(50)) {
            request.query(
                    dice.pick("response-content-type", "x-amz-acl", "x-amz-meta-a", "a"),
                    dice.word());
        }
        Wire wire = author.signer().presign(request, author.host(), dice.number());
        return Case.framed(NAME, wire);
    }

    private Case wrong(Dice dice) {
        S3Request request =
                S3Request.object(dice.pick("GET", "PUT", "DELETE"), Author.CANARIES, "a");
        request.query("X-Amz-Algorithm", dice.pick("AWS4-HMAC-SHA256", dice.word()));
        request.query(
                "X-Amz-Credential", dice.pick("a/20260101/us-east-1/s3/aws4_request", dice.word()));
        request.query("X-Amz-Date", dice.pick("20260101T000000Z", dice.word()));
        request.query("X-Amz-Expires", dice.number());
        request.query("X-Amz-SignedHeaders", dice.pick("host", "", dice.word()));
        request.query("X-Amz-Signature", dice.pick("0".repeat(64), dice.word()));
        if (dice.chance(20)) {
            request.query("AWSAccessKeyId", dice.word()).query("Signature", dice.word());
            request.query("Expires", dice.number());
        }
        return author.anonymous(NAME, request);
    }
}
