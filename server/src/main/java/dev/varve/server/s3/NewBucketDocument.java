package dev.varve.server.s3;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.s3.xml.TagDocument;
import dev.varve.server.s3.xml.XmlInput.Element;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// `CreateBucketConfiguration`, which need not be there.
///
/// @param location where the bucket is wanted; empty for here
record NewBucketDocument(String location, SortedMap<String, String> tags) {
    private static final NewBucketDocument NONE = new NewBucketDocument("", new TreeMap<>());
    private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-\\d+|EU");

    static NewBucketDocument read(Call call) {
        return hasBody(call.request()) ? of(Documents.read(call)) : NONE;
    }

    private static boolean hasBody(HttpRequest request) {
        return request.contentLength() > 0
                || (request.contentLength() < 0 && request.headers().has("transfer-encoding"));
    }

    private static NewBucketDocument of(Element document) {
        Malformed.unless(document.name().equals("CreateBucketConfiguration"));
        if (document.child("Bucket").isPresent() || document.child("Location").isPresent()) {
            throw new Failed(ErrorCode.NOT_IMPLEMENTED, "Directory buckets are not implemented");
        }
        return new NewBucketDocument(
                document.text("LocationConstraint").orElse(""), tags(document.child("Tags")));
    }

    private static SortedMap<String, String> tags(Optional<Element> given) {
        if (given.isEmpty()) {
            return new TreeMap<>();
        }
        Element set = new Element("TagSet", "", given.get().children());
        Element tagging = new Element("Tagging", "", List.of(set));
        return Tags.checked(TagDocument.parse(tagging), PutBucketTagging.MOST);
    }

    /// Some SDKs name the first region whatever they are configured with.
    ///
    /// @throws Failed when the bucket is wanted elsewhere
    void requireHere(String region) {
        if (location.isEmpty()
                || location.equals(region)
                || location.equals(GetBucketLocation.FIRST_REGION)) {
            return;
        }
        if (REGION.matcher(location).matches()) {
            throw new Failed(
                    ErrorCode.ILLEGAL_LOCATION_CONSTRAINT,
                    "The "
                            + location
                            + " location constraint is incompatible for the region specific"
                            + " endpoint this request was sent to.");
        }
        throw new Failed(
                        ErrorCode.INVALID_LOCATION_CONSTRAINT,
                        "The specified location-constraint is not valid")
                .detail("LocationConstraint", location);
    }
}
