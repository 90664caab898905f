package dev.varve.server.s3;

import dev.varve.log.Checksum;
import dev.varve.log.ObjectPart;
import dev.varve.log.ObjectState;
import dev.varve.projections.objects.Version;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Headers;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.s3.xml.XmlWriter;
import dev.varve.server.surface.HttpDates;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What is known of an object besides its bytes, as far as it is asked for.
final class GetObjectAttributes implements Operation {
    private static final String HEADER = "x-amz-object-attributes";
    private static final int MOST = 1000;
    private static final Pattern COMMA = Pattern.compile(",");

    private enum Attribute {
        ETAG("ETag"),
        CHECKSUM("Checksum"),
        OBJECT_PARTS("ObjectParts"),
        STORAGE_CLASS("StorageClass"),
        OBJECT_SIZE("ObjectSize");

        private final String text;

        Attribute(String text) {
            this.text = text;
        }
    }

    @Override
    public HttpResponse handle(Call call) {
        Headers headers = call.request().headers();
        Unsupported.refuseEncryption(headers);
        Set<Attribute> asked = asked(headers);
        int most = Math.min(MOST, number(headers, "x-amz-max-parts", MOST));
        int after = number(headers, "x-amz-part-number-marker", 0);
        Version version = OneVersion.require(call);
        XmlWriter xml = XmlWriter.of("GetObjectAttributesResponse");
        for (Attribute attribute : asked) {
            switch (attribute) {
                case ETAG -> xml.text("ETag", version.object().etag().value());
                case CHECKSUM -> checksum(xml, version.object());
                case OBJECT_PARTS -> {
                    if (!version.bytesReleased()) { // else nobody knows them any more
                        parts(xml, call.store().parts(version), after, most);
                    }
                }
                case STORAGE_CLASS ->
                        xml.text(
                                "StorageClass",
                                ObjectMetadata.storageClass(
                                        version.object().attributes().metadata()));
                case OBJECT_SIZE -> xml.text("ObjectSize", version.size());
            }
        }
        HttpResponse answer =
                HttpResponse.xml(200, xml.done())
                        .header("last-modified", HttpDates.text(version.modified()));
        VersionIds.answer(call, answer.headers(), version.id(), version.nullVersion());
        return answer;
    }

    private static int number(Headers headers, String name, int otherwise) {
        return headers.first(name).map(text -> PartNumbers.count(name, text)).orElse(otherwise);
    }

    private static Set<Attribute> asked(Headers headers) {
        Set<Attribute> asked = EnumSet.noneOf(Attribute.class);
        for (String value : headers.all(HEADER)) {
            COMMA.splitAsStream(value)
                    .map(String::strip)
                    .filter(text -> !text.isEmpty())
                    .map(GetObjectAttributes::named)
                    .forEach(asked::add);
        }
        if (asked.isEmpty()) {
            throw invalid("");
        }
        return asked;
    }

    private static Attribute named(String text) {
        for (Attribute attribute : Attribute.values()) {
            if (attribute.text.equals(text)) {
                return attribute;
            }
        }
        throw invalid(text);
    }

    private static Failed invalid(String text) {
        return new Failed(ErrorCode.INVALID_ARGUMENT, "Invalid attribute name specified.")
                .detail("ArgumentName", HEADER)
                .detail("ArgumentValue", text);
    }

    private static void checksum(XmlWriter xml, ObjectState state) {
        List<Checksum> checksums = Checksums.shown(state.checksums());
        if (!checksums.isEmpty()) {
            xml.begin("Checksum");
            Checksums.writeWithType(xml, checksums);
            xml.end();
        }
    }

    /// Nothing of an object that was put whole.
    private static void parts(XmlWriter xml, List<ObjectPart> all, int after, int most) {
        if (all.isEmpty()) {
            return;
        }
        List<ObjectPart> rest = all.stream().filter(part -> part.number() > after).toList();
        List<ObjectPart> page = rest.subList(0, Math.min(most, rest.size()));
        xml.begin("ObjectParts")
                .text("PartsCount", all.size())
                .text("PartNumberMarker", after)
                .text("NextPartNumberMarker", page.isEmpty() ? after : page.getLast().number())
                .text("MaxParts", most)
                .text("IsTruncated", rest.size() > page.size());
        page.forEach(part -> part(xml, part));
        xml.end();
    }

    private static void part(XmlWriter xml, ObjectPart part) {
        xml.begin("Part").text("PartNumber", part.number()).text("Size", part.size());
        Checksum checksum = part.checksum();
        if (checksum != null) {
            Checksums.write(xml, List.of(checksum));
        }
        xml.end();
    }
}
