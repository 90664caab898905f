package dev.varve.server.forward;

import dev.varve.log.NodeId;
import dev.varve.replication.Subject;
import dev.varve.server.http.Failed;
import java.io.InputStream;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a request is about, as far as it matters for who decides it.
public sealed interface Concern {
    Concern HERE = new Here();
    Concern ANYONE = new Anyone();

    /// Changes nothing of the store, or only what each node has for itself.
    record Here() implements Concern {}

    /// Changes what has no owner, such as access keys: any writer decides.
    record Anyone() implements Concern {}

    /// A bucket's settings and its life.
    record OfBucket(String bucket) implements Concern {}

    /// One key, and what the request says the object at it will be.
    record OfObject(Subject subject) implements Concern {}

    /// One key, whatever is there now.
    record OfKey(String bucket, String key) implements Concern {}

    /// A key that becomes what is at another one.
    ///
    /// @param contentType null for that of the source
    record OfCopy(
            String bucket,
            String key,
            String fromBucket,
            String fromKey,
            @Nullable String contentType,
            String storageClass)
            implements Concern {}

    /// Parts that come to the member where their upload began, which its id names.
    record OfUpload(NodeId begun) implements Concern {}

    /// All keys that begin alike.
    record OfRange(String bucket, String prefix) implements Concern {}

    /// Everything in all buckets.
    record OfAll() implements Concern {}

    /// All of these, at once or not at all.
    record Together(List<Concern> parts) implements Concern {
        public Together {
            parts = List.copyOf(parts);
        }
    }

    /// Each of these keys on its own, in the order of the batch: each owner does its share.
    record Each(List<OfKey> keys, Joining<?> joining) implements Concern {
        public Each {
            keys = List.copyOf(keys);
        }
    }

    /// What the body says. It is looked into only where owners differ, and once it is known who asks.
    ///
    /// @param most bytes that are looked at; a body that needs more is refused
    /// @param within what all that the body could say is part of
    /// @param shared whether it may be done in shares, as what says [Each] may
    /// @param reading throws what the client is told of a body that is none
    record InBody(int most, Concern within, boolean shared, Function<InputStream, Concern> reading)
            implements Concern {
        public InBody(int most, Concern within, Function<InputStream, Concern> reading) {
            this(most, within, false, reading);
        }

        /// The same for who may not have it looked into.
        public InBody refusing(Supplier<Failed> refusal) {
            return new InBody(
                    most,
                    within,
                    shared,
                    body -> {
                        throw refusal.get();
                    });
        }
    }

    static Concern ofKey(String bucket, String key) {
        return new OfKey(bucket, key);
    }
}
