package dev.varve.server.http;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Which items of a batch are asked for, by their places in the body. Members of a cluster that divide a
/// batch among them get all of its body, as the client signed it, and each does its own items alone.
public final class Share {
    /// Of every request that came from a client.
    public static final Share ALL = new Share(null);

    public static final Share NONE = new Share(new BitSet());

    private static final HexFormat HEX = HexFormat.of();

    private final @Nullable BitSet places;

    private Share(@Nullable BitSet places) {
        this.places = places;
    }

    public static Share of(BitSet places) {
        return new Share((BitSet) places.clone());
    }

    /// @throws IllegalArgumentException for what [#toString] does not say
    public static Share parse(String hex) {
        return new Share(BitSet.valueOf(HEX.parseHex(hex)));
    }

    public boolean isAll() {
        return places == null;
    }

    public boolean isNone() {
        return places != null && places.isEmpty();
    }

    /// The places in order.
    ///
    /// @throws IllegalStateException of all, which are as many as the batch has
    public IntStream places() {
        if (places == null) {
            throw new IllegalStateException("it depends on the batch which places there are");
        }
        return places.stream();
    }

    /// Those of a batch's items that are in it.
    public <T> List<T> of(List<T> items) {
        if (places == null) {
            return items;
        }
        List<T> own = new ArrayList<>(places.cardinality());
        places.stream()
                .filter(place -> place < items.size())
                .forEach(place -> own.add(items.get(place)));
        return own;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Share share
                && (places == null ? share.places == null : places.equals(share.places));
    }

    @Override
    public int hashCode() {
        return places == null ? 0 : places.hashCode();
    }

    /// One bit for each place, as hexadecimal digits.
    @Override
    public String toString() {
        return places == null ? "all" : HEX.formatHex(places.toByteArray());
    }
}
