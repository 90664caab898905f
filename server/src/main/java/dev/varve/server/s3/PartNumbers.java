package dev.varve.server.s3;

import dev.varve.log.ObjectPart;
import dev.varve.log.UploadId;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import java.util.Optional;

/// Part numbers and upload ids, as the query names them.
final class PartNumbers {
    private PartNumbers() {}

    static int parse(String text) {
        try {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= ObjectPart.MAX_NUMBER) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw invalid(text);
        }
        throw invalid(text);
    }

    private static Failed invalid(String text) {
        return new Failed(
                        ErrorCode.INVALID_ARGUMENT,
                        "Part number must be an integer between 1 and "
                                + ObjectPart.MAX_NUMBER
                                + ", inclusive")
                .detail("ArgumentName", "partNumber")
                .detail("ArgumentValue", text);
    }

    static int ofPart(Call call) {
        return parse(call.request().query().get("partNumber", ""));
    }

    /// @throws Failed `NoSuchUpload` for what cannot be one's id
    static UploadId upload(Call call) {
        String text = call.request().query().get("uploadId", "");
        try {
            return UploadId.parse(text);
        } catch (IllegalArgumentException e) {
            throw new Failed(
                            ErrorCode.NO_SUCH_UPLOAD,
                            "The specified upload does not exist. The upload ID may be invalid, or"
                                    + " the upload may have been aborted or completed.")
                    .detail("UploadId", text);
        }
    }

    /// A count or marker of the query.
    static int number(Call call, String name, int otherwise) {
        Optional<String> text = call.request().query().first(name);
        return text.isEmpty() || text.get().isEmpty() ? otherwise : count(name, text.get());
    }

    /// @throws Failed `InvalidArgument` for what is no number, or negative
    static int count(String name, String text) {
        try {
            int number = Integer.parseInt(text.strip());
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw noCount(name, text);
        }
        throw noCount(name, text);
    }

    private static Failed noCount(String name, String text) {
        return new Failed(
                        ErrorCode.INVALID_ARGUMENT,
                        "Argument " + name + " must be an integer between 0 and 2147483647")
                .detail("ArgumentName", name)
                .detail("ArgumentValue", text);
    }
}
