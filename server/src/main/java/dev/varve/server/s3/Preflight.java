package dev.varve.server.s3;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;

/// A browser asks whether a page of another origin may send a request. No bucket allows it.
final class Preflight implements Operation {
    @Override
    public HttpResponse handle(Call call) {
        if (!call.request().headers().has("origin")) {
            throw new Failed(
                    ErrorCode.BAD_REQUEST,
                    "Insufficient information. Origin request header needed.");
        }
        throw new Failed(
                ErrorCode.ACCESS_FORBIDDEN, "CORSResponse: CORS is not enabled for this bucket.");
    }
}
