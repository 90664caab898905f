package dev.varve.projections.objects;

import dev.varve.log.Bytes;
import dev.varve.log.HybridTime;

/// One page of a listing. Empty `prefix`, `delimiter` or `after` mean none; all are UTF-8 bytes.
///
/// @param after only keys and common prefixes greater than this
/// @param limit at most this many keys and common prefixes, 0 to [#MAX_LIMIT]
/// @param asOf [HybridTime#MAX] for now
public record ListQuery(Bytes prefix, Bytes delimiter, Bytes after, int limit, HybridTime asOf) {
    public static final int MAX_LIMIT = 10_000;

    public ListQuery {
        if (limit < 0 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("a page has 0 to " + MAX_LIMIT + " rows");
        }
    }

    public static ListQuery all(int limit) {
        return new ListQuery(Bytes.EMPTY, Bytes.EMPTY, Bytes.EMPTY, limit, HybridTime.MAX);
    }
}
