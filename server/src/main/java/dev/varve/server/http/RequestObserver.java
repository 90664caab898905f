package dev.varve.server.http;

import java.util.List;

/// Sees requests come and go. Called on the request's own thread, so it must not wait.
public interface RequestObserver {
    RequestObserver NONE = new RequestObserver() {};

    /// Each is followed by one [#finished], whatever happens.
    default void started(HttpRequest request) {}

    default void finished(HttpRequest request, Served served) {}

    /// Something came that was no request, and was answered before any handler saw it.
    default void refused(Refused refused) {}

    /// @param method as far as it could be made out, empty where not
    /// @param target the same
    record Refused(String id, String remoteAddress, String method, String target, int status) {}

    static RequestObserver all(RequestObserver... observers) {
        List<RequestObserver> each = List.of(observers);
        return new RequestObserver() {
            @Override
            public void started(HttpRequest request) {
                each.forEach(observer -> observer.started(request));
            }

            @Override
            public void finished(HttpRequest request, Served served) {
                each.forEach(observer -> observer.finished(request, served));
            }

            @Override
            public void refused(Refused refused) {
                each.forEach(observer -> observer.refused(refused));
            }
        };
    }
}
