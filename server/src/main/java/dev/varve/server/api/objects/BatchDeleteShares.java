package dev.varve.server.api.objects;

import dev.varve.server.api.Json;
import dev.varve.server.api.Problem;
import dev.varve.server.api.objects.BatchDeleteResource.DeleteItem;
import dev.varve.server.api.objects.BatchDeleteResource.DeleteResult;
import dev.varve.server.api.objects.BatchDeleteResource.DeleteResults;
import dev.varve.server.forward.Joining;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.http.Share;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// Many deletes that several members do: each answers for its share.
record BatchDeleteShares(List<DeleteItem> items) implements Joining<DeleteResult> {
    BatchDeleteShares {
        items = List.copyOf(items);
    }

    /// What a member tells of its share: nothing that is known from the request, such as keys.
    static List<DeleteResult> bare(List<DeleteResult> results) {
        return results.stream().map(result -> result.of("", null)).toList();
    }

    /// A member leaves nothing out, so what it tells is in the order of its share.
    @Override
    public List<DeleteResult> rows(Share share, byte[] answer) {
        Iterator<DeleteResult> results =
                Json.read(answer, DeleteResults.class).results().iterator();
        List<DeleteResult> rows = new ArrayList<>();
        for (DeleteItem item : share.of(items)) {
            if (!results.hasNext()) {
                throw new Failed(ErrorCode.MALFORMED_JSON, "It does not tell of all items.");
            }
            rows.add(results.next().of(BatchDeleteResource.key(item), item.version()));
        }
        results.forEachRemaining(rows::add);
        return rows;
    }

    @Override
    public Optional<Failed> refusal(byte[] answer) {
        try {
            Problem problem = Json.read(answer, Problem.class);
            return ErrorCode.named(problem.code()).map(code -> new Failed(code, problem.detail()));
        } catch (Failed e) {
            return Optional.empty();
        }
    }

    @Override
    public DeleteResult failed(int place, Failed why) {
        return BatchDeleteResource.failed(items.get(place), why);
    }

    @Override
    public HttpResponse answer(List<DeleteResult> rows) {
        return BatchDeleteResource.answer(rows);
    }
}
