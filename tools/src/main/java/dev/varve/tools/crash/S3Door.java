package dev.varve.tools.crash;

import dev.varve.log.Bytes;
import dev.varve.server.http.Percent;
import dev.varve.tools.s3.Payload;
import dev.varve.tools.s3.S3Answer;
import dev.varve.tools.s3.S3Client;
import dev.varve.tools.s3.S3Request;
import dev.varve.tools.s3.XmlElement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A store behind S3. For one thread.
final class S3Door implements Door {
    private static final String VERSION = "x-amz-version-id";
    private static final Set<String> VERSIONS = Set.of("Version", "DeleteMarker");
    private static final List<Payload> PAYLOADS = List.of(Payload.values());
    private static final String NULL_VERSION = "null";
    private final S3Client client;

    S3Door(S3Client client) {
        this.client = client;
    }

    @Override
    public boolean reachesHistory() {
        return false;
    }

    @Override
    public long position() {
        throw new IllegalStateException("S3 knows no positions");
    }

    @Override
    public List<Seen> versions(Target at) {
        XmlElement page = require(bucket(at.bin()).query("versions").query("prefix", at.name()));
        return page.children().stream()
                .filter(child -> VERSIONS.contains(child.name()))
                .map(S3Door::seen)
                .toList();
    }

    private static Seen seen(XmlElement version) {
        String id = version.text("VersionId");
        return new Seen(
                id.equals(NULL_VERSION) ? Op.NONE : id,
                false,
                version.name().equals("Version") ? unquoted(version.text("ETag")) : null);
    }

    @Override
    public Optional<Begun> upload(Target at) {
        XmlElement page = require(bucket(at.bin()).query("uploads").query("prefix", at.name()));
        return page.first("Upload")
                .map(upload -> upload.text("UploadId"))
                .map(id -> new Begun(id, parts(at, id).stream().map(S3Door::number).toList()));
    }

    private List<XmlElement> parts(Target at, String upload) {
        return require(object("GET", at).query("uploadId", upload)).all("Part");
    }

    private static int number(XmlElement part) {
        return Integer.parseInt(part.text("PartNumber"));
    }

    @Override
    public List<String> names(Bin bin) {
        return require(bucket(bin).query("list-type", "2")).all("Contents").stream()
                .map(listed -> listed.text("Key"))
                .toList();
    }

    @Override
    public Optional<Whole> read(Bin bin, String name) {
        S3Answer answer = call(object("GET", new Target(bin, name)), Payload.HASHED);
        return answer.isSuccess()
                ? Optional.of(
                        new Whole(
                                unquoted(answer.require("etag")),
                                Long.parseLong(answer.require("content-length")),
                                Bytes.of(answer.body())))
                : Optional.empty();
    }

    @Override
    public Answer perform(Op op) {
        return switch (op) {
            case Op.Put put -> made(put.at(), call(request(put), payload(put.piece())));
            case Op.Copy(Target at, Target from) ->
                    made(at, call(object("PUT", at).header("x-amz-copy-source", source(from))));
            case Op.Delete(Target at) -> {
                S3Answer answer = call(object("DELETE", at));
                yield done(answer, answer.header(VERSION).orElse(Op.NONE));
            }
            case Op.DeleteVersion(Target at, String version) ->
                    done(call(object("DELETE", at).query("versionId", version)), Op.NONE);
            case Op.Open(Target at) -> {
                S3Answer answer = call(object("POST", at).query("uploads"));
                yield done(answer, answer.isSuccess() ? answer.xml().text("UploadId") : "");
            }
            case Op.PutPart part -> done(call(request(part), payload(part.piece())), Op.NONE);
            case Op.Complete complete -> complete(complete);
            case Op.Abort(Target at, String upload) ->
                    done(call(object("DELETE", at).query("uploadId", upload)), Op.NONE);
            case Op.Undelete _,
                    Op.Purge _,
                    Op.PurgeAll _,
                    Op.Together _,
                    Op.MovePrefix _,
                    Op.RestorePrefix _,
                    Op.DeletePrefix _ ->
                    throw new IllegalArgumentException("S3 has no word for " + op);
        };
    }

    private static S3Request request(Op.Put put) {
        S3Request request = object("PUT", put.at()).body(put.piece().bytes());
        return switch (put.condition()) {
            case NONE -> request;
            case ABSENT -> request.header("if-none-match", "*");
            case SAME_ETAG -> request.header("if-match", "\"" + put.etag() + "\"");
        };
    }

    private static S3Request request(Op.PutPart part) {
        return object("PUT", part.at())
                .query("partNumber", Integer.toString(part.number()))
                .query("uploadId", part.upload())
                .body(part.piece().bytes());
    }

    private Answer complete(Op.Complete complete) {
        StringBuilder document = new StringBuilder("<CompleteMultipartUpload>");
        for (XmlElement part : parts(complete.at(), complete.upload())) {
            if (complete.numbers().contains(number(part))) {
                document.append("<Part><PartNumber>").append(number(part));
                document.append("</PartNumber><ETag>").append(part.text("ETag"));
                document.append("</ETag></Part>");
            }
        }
        document.append("</CompleteMultipartUpload>");
        S3Answer answer =
                call(
                        object("POST", complete.at())
                                .query("uploadId", complete.upload())
                                .body(document.toString().getBytes(StandardCharsets.UTF_8)));
        if (answer.isSuccess() && !answer.xml().name().equals("CompleteMultipartUploadResult")) {
            throw new IllegalStateException("an error after 200: " + answer);
        }
        return made(complete.at(), answer);
    }

    /// Every way of sending a body gets its share.
    private static Payload payload(Piece piece) {
        return PAYLOADS.get((int) (piece.seed() % PAYLOADS.size()));
    }

    private static S3Request bucket(Bin bin) {
        return S3Request.bucket("GET", bin.bucket().toString());
    }

    private static S3Request object(String method, Target at) {
        return S3Request.object(method, at.bin().bucket().toString(), at.name());
    }

    private static String source(Target from) {
        return "/" + from.bin().bucket() + "/" + Percent.encodePath(from.name());
    }

    private static String unquoted(String etag) {
        return etag.replace("\"", "");
    }

    /// Only where a bucket keeps versions is the new one named.
    private static Answer made(Target at, S3Answer answer) {
        return done(
                answer,
                at.bin().versioned() ? answer.header(VERSION).orElse("") : KeyState.UNKNOWN);
    }

    private static Answer done(S3Answer answer, String id) {
        if (answer.isSuccess() && id.isEmpty()) {
            throw new IllegalStateException("nothing says what was made: " + answer);
        }
        return answer.isSuccess() ? new Done(id, -1) : new Refused(answer.errorCode());
    }

    private XmlElement require(S3Request request) {
        S3Answer answer = call(request);
        if (!answer.isSuccess()) {
            throw new IllegalStateException(request.path() + " is refused: " + answer);
        }
        return answer.xml();
    }

    private S3Answer call(S3Request request) {
        return call(request, Payload.HASHED);
    }

    private S3Answer call(S3Request request, Payload payload) {
        try {
            S3Answer answer = client.call(client.sign(request, payload));
            if (answer.status() == 503) {
                throw new Unanswered(answer.toString());
            }
            if (answer.status() >= 500) {
                throw new IllegalStateException(request.method() + " " + answer);
            }
            return answer;
        } catch (IOException e) {
            throw new Unanswered(e);
        }
    }
}
