package dev.varve.server.api.admin;

import dev.varve.server.api.ApiCall;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;

/// Those who may ask for, and do, what concerns the whole server.
final class Operators {
    private Operators() {}

    /// @throws Failed `AccessDenied` for all others, and for a key that is limited to a part
    static void require(ApiCall call) {
        if (!call.principal().rights().areOfOperator()) {
            throw new Failed(ErrorCode.ACCESS_DENIED, "This is for operators of the server.");
        }
    }
}
