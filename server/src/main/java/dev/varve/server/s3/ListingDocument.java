package dev.varve.server.s3;

import dev.varve.log.Checksum;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState;
import dev.varve.projections.objects.ListPage.ListedObject;
import dev.varve.projections.objects.ListPage.ListedVersion;
import dev.varve.projections.objects.Upload;
import dev.varve.projections.objects.Version;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.s3.Owners.Owner;
import dev.varve.server.s3.xml.XmlWriter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The document of a listing. Names go in encoded where that was asked for; all else as it is.
final class ListingDocument {
    /// The index of current objects does not have an object's own.
    private static final String STORAGE_CLASS = "STANDARD";

    private final XmlWriter xml;
    private final ListParameters asked;

    ListingDocument(String root, ListParameters asked) {
        this.xml = XmlWriter.of(root);
        this.asked = asked;
    }

    ListingDocument text(String element, String text) {
        xml.text(element, text);
        return this;
    }

    ListingDocument text(String element, long number) {
        xml.text(element, number);
        return this;
    }

    /// A key, prefix, delimiter or marker.
    ListingDocument name(String element, String name) {
        return text(element, asked.shown(name));
    }

    ListingDocument nameIf(boolean there, String element, String name) {
        return there ? name(element, name) : this;
    }

    ListingDocument textIf(boolean there, String element, String text) {
        return there ? text(element, text) : this;
    }

    /// What was asked, and whether there is more.
    ListingDocument page(String maxElement, boolean truncated) {
        name("Prefix", asked.prefix());
        nameIf(!asked.delimiter().isEmpty(), "Delimiter", asked.delimiter());
        textIf(asked.encoded(), "EncodingType", "url");
        text(maxElement, asked.max());
        xml.text("IsTruncated", truncated);
        return this;
    }

    /// @param owner null where it was not asked for
    void object(ListedObject object, @Nullable Owner owner) {
        xml.begin("Contents");
        name("Key", object.key().toString());
        modified(object.modified());
        content(object.etag().value(), object.checksums(), object.size());
        text("StorageClass", STORAGE_CLASS);
        if (owner != null) {
            owner.write(xml, "Owner");
        }
        xml.end();
    }

    void version(ListedVersion listed, Owner owner) {
        Version version = listed.version();
        xml.begin(version.isObject() ? "Version" : "DeleteMarker");
        name("Key", version.key().toString());
        text("VersionId", version.nullVersion() ? "null" : version.id().toString());
        xml.text("IsLatest", listed.latest());
        modified(version.modified());
        if (version.isObject()) {
            content(
                    version.object().etag().value(),
                    version.object().checksums(),
                    version.object().size());
            text("StorageClass", storageClass(version.object()));
        }
        owner.write(xml, "Owner");
        xml.end();
    }

    void upload(Upload upload, Owner initiator, Owner owner) {
        xml.begin("Upload");
        ObjectKey key = upload.key();
        name("Key", key.toString()).text("UploadId", upload.id().toString());
        initiator.write(xml, "Initiator");
        owner.write(xml, "Owner");
        text("StorageClass", ObjectMetadata.storageClass(upload.attributes().metadata()));
        text("Initiated", Timestamps.iso(upload.created()));
        if (upload.checksum() != null) {
            text("ChecksumAlgorithm", upload.checksum().name());
            text("ChecksumType", CreateMultipartUpload.type(upload.compositeChecksum()));
        }
        xml.end();
    }

    private static String storageClass(ObjectState state) {
        return ObjectMetadata.storageClass(state.attributes().metadata());
    }

    private void modified(Instant modified) {
        text("LastModified", Timestamps.iso(modified));
    }

    private void content(String etag, List<Checksum> all, long size) {
        List<Checksum> checksums = Checksums.shown(all);
        text("ETag", '"' + etag + '"');
        for (Checksum checksum : checksums) {
            text("ChecksumAlgorithm", checksum.algorithm().name());
        }
        if (!checksums.isEmpty()) {
            text("ChecksumType", Checksums.type(checksums.getFirst()));
        }
        text("Size", size);
    }

    ListingDocument commonPrefixes(List<String> prefixes) {
        for (String prefix : prefixes) {
            xml.begin("CommonPrefixes");
            name("Prefix", prefix);
            xml.end();
        }
        return this;
    }

    HttpResponse response() {
        return HttpResponse.xml(200, xml.done());
    }
}
