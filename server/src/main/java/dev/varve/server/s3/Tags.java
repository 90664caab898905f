package dev.varve.server.s3;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.QueryString;
import dev.varve.server.http.QueryString.Parameter;
import dev.varve.server.s3.xml.TagDocument.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/// Rules of tags: how many, how long, each key once.
final class Tags {
    static final String HEADER = "x-amz-tagging";
    static final int MAX_OF_OBJECT = 10;
    static final int MAX_KEY = 128;
    static final int MAX_VALUE = 256;

    private Tags() {}

    static SortedMap<String, String> ofObject(List<Tag> tags) {
        return checked(tags, MAX_OF_OBJECT);
    }

    /// Tags as `x-amz-tagging` has them: `a=1&b=2`, escaped as in a query.
    static SortedMap<String, String> ofHeader(String header) {
        try {
            List<Tag> tags = new ArrayList<>();
            for (Parameter parameter : QueryString.parse(header).parameters()) {
                tags.add(new Tag(parameter.name(), parameter.value()));
            }
            return ofObject(tags);
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
        if (tags.size() > most) {
            throw invalid("There can be no more than " + most + " tags");
        }
        SortedMap<String, String> checked = new TreeMap<>();
        for (Tag tag : tags) {
            if (tag.key().isEmpty() || length(tag.key()) > MAX_KEY) {
                throw invalid("The TagKey you have provided is invalid");
            }
            if (length(tag.value()) > MAX_VALUE) {
                throw invalid("The TagValue you have provided is invalid");
            }
            if (tag.key().toLowerCase(Locale.ROOT).startsWith("aws:")) {
                throw invalid("System tags cannot be added/updated by requester");
            }
            if (checked.put(tag.key(), tag.value()) != null) {
                throw invalid("Cannot provide multiple Tags with the same key");
            }
        }
        return checked;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static Failed invalid(String message) {
        return new Failed(ErrorCode.INVALID_TAG, message);
    }
}
