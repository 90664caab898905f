package dev.varve.tools.fuzz;

import dev.varve.tools.s3.S3Request;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/// Forms as browsers post them, with policies whose signature is mostly right.
final class PostForms implements Family {
    private static final String NAME = "form";
    private static final String BOUNDARY = "----b";
    private final Author author;

    PostForms(Author author) {
        this.author = author;
    }

    @Override
    public Case next(Dice dice) {
        boolean signed = dice.chance(75);
        String bucket = signed ? Author.PLAYGROUND : Author.CANARIES;
        Map<String, String> fields = fields(dice, signed);
        byte[] body = body(dice, fields).getBytes(StandardCharsets.UTF_8);
        S3Request request =
                S3Request.bucket("POST", bucket).header("content-type", type(dice)).body(body);
        return author.anonymous(NAME, request);
    }

    private static String type(Dice dice) {
        return dice.chance(85)
                ? "multipart/form-data; boundary=" + BOUNDARY
                : dice.pick(
                        "multipart/form-data",
                        "multipart/form-data; boundary=",
                        "multipart/form-data; boundary=\"" + BOUNDARY + "\"",
                        "multipart/form-data; boundary=" + "b".repeat(dice.below(5000)),
                        "application/x-www-form-urlencoded",
                        dice.plain());
    }

    private Map<String, String> fields(Dice dice, boolean signed) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("key", dice.chance(70) ? "form/${filename}" : dice.word());
        if (dice.chance(30)) {
            fields.put(
                    dice.pick(
                            "acl",
                            "success_action_status",
                            "success_action_redirect",
                            "content-type",
                            "x-amz-meta-a",
                            "tagging",
                            "x-ignore-a",
                            "Expires"),
                    dice.word());
        }
        String policy =
                Base64.getEncoder().encodeToString(policy(dice).getBytes(StandardCharsets.UTF_8));
        fields.putAll(author.signer().form(dice.chance(95) ? policy : dice.word()));
        if (!signed) {
            fields.put("x-amz-signature", dice.pick("", "0".repeat(64), dice.word()));
        }
        if (dice.chance(10)) {
            fields.remove(dice.pick("key", "policy", "x-amz-credential", "x-amz-date"));
        }
        return fields;
    }

    /// Always bound to the bucket that may change.
    private static String policy(Dice dice) {
        String bucket = "{\"bucket\":\"" + Author.PLAYGROUND + "\"}";
        String condition =
                dice.pick(
                        "[\"starts-with\",\"$key\",\"\"]",
                        "[\"content-length-range\"," + dice.number() + "," + dice.number() + "]",
                        "[\"content-length-range\",0,1000000]",
                        "[]",
                        "[\"eq\"]",
                        "[\"starts-with\",\"$" + dice.pick("a", "x-amz-", "") + "\",\"\"]",
                        "{\"a\":{\"b\":1}}",
                        "null",
                        "[".repeat(dice.below(20_000)));
        String expiration =
                dice.chance(80)
                        ? "2999-01-01T00:00:00.000Z"
                        : dice.pick("1970-01-01T00:00:00Z", "tomorrow", "", "\\u0000");
        String whole =
                "{\"expiration\":\"%s\",\"conditions\":[%s,[\"starts-with\",\"$key\",\"\"],%s,"
                                .formatted(expiration, bucket, condition)
                        + "[\"starts-with\",\"$x-amz-credential\",\"\"],"
                        + "[\"starts-with\",\"$x-amz-algorithm\",\"\"],"
                        + "[\"starts-with\",\"$x-amz-date\",\"\"]]}";
        return dice.chance(85)
                ? whole
                : new String(
                        dice.mutated(whole.getBytes(StandardCharsets.UTF_8)),
                        StandardCharsets.ISO_8859_1);
    }

    private static String body(Dice dice, Map<String, String> fields) {
        StringBuilder body = new StringBuilder();
        fields.forEach((name, value) -> body.append(part(dice, "name=\"" + name + "\"", value)));
        if (dice.chance(90)) {
            String file =
                    "name=\"file\"; filename=\""
                            + dice.pick("f.txt", "../x", "", dice.plain())
                            + "\"";
            body.append(part(dice, file, "x".repeat(dice.size())));
        }
        for (int i = 0; i < (dice.chance(5) ? dice.below(3000) : 0); i++) {
            body.append(part(dice, "name=\"n" + i + "\"", "v"));
        }
        return body + (dice.chance(90) ? "--" + BOUNDARY + "--\r\n" : dice.word());
    }

    private static String part(Dice dice, String disposition, String value) {
        String line =
                dice.chance(98)
                        ? "Content-Disposition: form-data; " + disposition
                        : dice.pick(
                                "",
                                "X: y",
                                "Content-Disposition: " + dice.plain(),
                                "h".repeat(9000));
        return "--" + BOUNDARY + "\r\n" + line + "\r\n\r\n" + value + "\r\n";
    }
}
