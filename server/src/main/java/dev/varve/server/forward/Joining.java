package dev.varve.server.forward;

import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.http.Share;
import java.util.List;
import java.util.Optional;

/// Makes one answer to a batch of what several members answered to their shares of it. Each surface says
/// how, for its own documents.
///
/// @param <R> what is told of one item
public interface Joining<R> {
    /// What an answer to a share tells of its items, one each, in the order of their places.
    ///
    /// @throws Failed where it is no such answer
    List<R> rows(Share share, byte[] answer);

    /// Why a share was refused as a whole; empty where the answer does not say.
    Optional<Failed> refusal(byte[] answer);

    /// What is told of an item that nobody did, or nobody knows of whether it was done.
    R failed(int place, Failed why);

    /// The answer to the whole batch.
    HttpResponse answer(List<R> rows);
}
