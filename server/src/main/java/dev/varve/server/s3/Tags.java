package dev.varve.server.s3;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.s3.xml.TagDocument.Tag;
import dev.varve.server.surface.TagRules;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/// Tags as S3 has them in documents and in a header.
final class Tags {
    static final String HEADER = "x-amz-tagging";
    static final int MAX_OF_OBJECT = TagRules.MAX_OF_OBJECT;
    static final int MAX_KEY = TagRules.MAX_KEY;
    static final int MAX_VALUE = TagRules.MAX_VALUE;

    private Tags() {}

    static SortedMap<String, String> ofObject(List<Tag> tags) {
        return checked(tags, MAX_OF_OBJECT);
    }

    static SortedMap<String, String> ofHeader(String header) {
        try {
            return TagRules.parse(header);
        } catch (IllegalArgumentException e) {
            throw new Failed(
                            ErrorCode.INVALID_ARGUMENT,
                            "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded"
                                    + " URL query parameters without tag name duplicates.")
                    .detail("ArgumentName", HEADER)
                    .detail("ArgumentValue", header);
        }
    }

    static SortedMap<String, String> checked(List<Tag> tags, int most) {
        return TagRules.checked(
                tags.stream().map(tag -> Map.entry(tag.key(), tag.value())).toList(), most);
    }
}
