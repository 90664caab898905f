package dev.varve.server.api.objects;

import dev.varve.log.Metadata;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.server.api.ApiCall;
import dev.varve.server.api.ApiRefusals;
import dev.varve.server.api.objects.FormResource.FileResult;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.store.Body;
import dev.varve.server.store.Preconditions;
import dev.varve.server.store.PutRequest;
import dev.varve.server.store.Written;
import dev.varve.server.surface.Failures;
import dev.varve.server.surface.MetadataRules;
import dev.varve.server.surface.form.FormException;
import dev.varve.server.surface.form.PartHead;
import dev.varve.server.surface.form.PartStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The files of one form on their way into the store.
final class FormUpload {
    static final int MOST_FILES = 1000;

    /// Headers of one part.
    static final int MAX_HEAD = 8 << 10;

    /// Parts that are no files, together with what is before and behind all parts.
    static final int MAX_REST = 64 << 10;

    private final ApiCall call;
    private final String prefix;
    private final PartStream parts;
    private final List<FileResult> results = new ArrayList<>();
    private int headLeft;
    private int restLeft = MAX_REST;

    FormUpload(ApiCall call, String prefix, PartStream parts) {
        this.call = call;
        this.prefix = prefix;
        this.parts = parts;
    }

    /// What came of each file. A form that breaks off ends with what broke it.
    ///
    /// @throws Failed where there is no file to tell of
    List<FileResult> store() {
        try {
            readParts();
        } catch (FormException e) {
            broken(new Failed(ErrorCode.MALFORMED_POST_REQUEST, "The form is malformed."));
        } catch (IOException e) {
            broken(new Failed(ErrorCode.INCOMPLETE_BODY, "The form broke off."));
        } catch (Failed e) {
            broken(e);
        }
        if (results.isEmpty()) {
            throw new Failed(ErrorCode.INCORRECT_NUMBER_OF_FILES, "There is no file in the form.");
        }
        return results;
    }

    private void broken(Failed failed) {
        if (results.isEmpty()) {
            throw failed;
        }
        if (results.getLast().error() == null) {
            failed("", null, failed);
        }
    }

    private void readParts() throws IOException {
        skipRest();
        while (parts.nextPart()) {
            headLeft = MAX_HEAD;
            PartHead head = parts.head(this::spendHead);
            if (head.fileName() == null) {
                skipRest();
            } else if (results.size() == MOST_FILES) {
                throw new Failed(
                        ErrorCode.ENTITY_TOO_LARGE, "A form has at most " + MOST_FILES + " files.");
            } else {
                file(head);
                parts.transferTo(java.io.OutputStream.nullOutputStream());
            }
        }
        if (!parts.endsWithin(restLeft)) {
            throw new FormException("too much behind the form");
        }
    }

    private void spendHead(int bytes) {
        headLeft -= bytes;
        if (headLeft < 0) {
            throw new Failed(
                    ErrorCode.MAX_POST_PRE_DATA_LENGTH_EXCEEDED,
                    "The headers of a part have more than " + MAX_HEAD + " bytes.");
        }
    }

    private void skipRest() throws IOException {
        int read = parts.readNBytes(restLeft + 1).length;
        if (read > restLeft) {
            throw new Failed(
                    ErrorCode.MAX_POST_PRE_DATA_LENGTH_EXCEEDED,
                    "What is not in files has more than " + MAX_REST + " bytes.");
        }
        restLeft -= read;
    }

    private void file(PartHead head) {
        String name = head.bareFileName();
        @Nullable String key = null;
        try {
            if (name.isEmpty()) {
                throw new Failed(ErrorCode.INVALID_ARGUMENT, "The file has no name.");
            }
            ObjectKey place = ApiCall.objectKey(prefix + name);
            key = place.toString();
            Written written = put(place, head.contentType());
            ObjectView object = ObjectView.of(call.bucketName(), place, written);
            results.add(new FileResult(name, key, 201, object, null));
        } catch (RuntimeException e) { // one file's failure is told beside what came of the others
            failed(name, key, Failures.told(e, call.request()));
        }
    }

    private Written put(ObjectKey key, @Nullable String contentType) {
        String type = contentType == null ? MediaTypes.ofKey(key.toString()) : contentType;
        MetadataRules.requireHeader("content-type", type);
        PutRequest request =
                new PutRequest(
                        call.bucketName(),
                        key,
                        Body.of(parts, -1),
                        Attributes.NONE.withMetadata(Metadata.ofType(type)),
                        Preconditions.NONE,
                        SentBody.USUAL);
        return ApiRefusals.require(call.store().put(request));
    }

    private void failed(String file, @Nullable String key, Failed failed) {
        ItemError error = ItemError.of(failed);
        results.add(new FileResult(file, key, error.status(), null, error));
    }
}
