package dev.varve.server.webhooks;

import dev.varve.projections.objects.ObjectReader;
import java.util.function.Function;

/// The view, for what events do not say: names of buckets, rules, keys of ranges, and how a version was
/// just before an event. Nothing that could be of a later time is told.
interface Facts {
    /// Reads one consistent state.
    <R> R read(Function<ObjectReader, R> query);
}
