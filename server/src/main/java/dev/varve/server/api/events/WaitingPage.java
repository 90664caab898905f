package dev.varve.server.api.events;

import dev.varve.server.api.ApiCall;
import dev.varve.server.http.HttpResponse;
import java.io.IOException;
import java.io.OutputStream;

/// A page that is sent when there is something on it, or the wait is over.
record WaitingPage(EventPages pages, Runnable onClose) implements HttpResponse.Content {
    @Override
    public long length() {
        return -1;
    }

    @Override
    public boolean lasts() {
        return true;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        out.write(ApiCall.bytes(pages.read()));
    }

    @Override
    public void close() {
        onClose.run();
    }
}
