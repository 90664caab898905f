package dev.varve.server.forward;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.http.Share;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Answers that have a line for each item.
///
/// @param items of the batch
record LinesJoining(int items) implements Joining<String> {
    @Override
    public List<String> rows(Share share, byte[] answer) {
        String text = new String(answer, StandardCharsets.UTF_8);
        if (text.startsWith("nonsense")) {
            throw new Failed(ErrorCode.MALFORMED_XML, text);
        }
        return text.lines().toList();
    }

    @Override
    public Optional<Failed> refusal(byte[] answer) {
        String text = new String(answer, StandardCharsets.UTF_8);
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(new Failed(ErrorCode.ACCESS_DENIED, text));
    }

    @Override
    public String failed(int place, Failed why) {
        return place + " " + why.code().code() + ": " + why.text();
    }

    @Override
    public HttpResponse answer(List<String> rows) {
        return HttpResponse.of(
                rows.size() == items ? 200 : 500, "text/plain", String.join("\n", rows));
    }
}
