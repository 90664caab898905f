package dev.varve.server.store;

import dev.varve.log.UploadTerms;
import dev.varve.projections.objects.Part;
import dev.varve.projections.objects.Upload;
import dev.varve.projections.objects.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How far an upload that resumes has come.
public sealed interface UploadState {
    /// It made an object.
    ///
    /// @param terms empty where the journal does not reach back to its begin any more
    record Finished(Version version, Optional<UploadTerms> terms) implements UploadState {}

    /// @param parts in order
    /// @param touched when bytes last came
    /// @param expires when it may be given up, unless more come
    record Open(
            Upload upload, UploadTerms terms, List<Part> parts, Instant touched, Instant expires)
            implements UploadState {
        public Open {
            parts = List.copyOf(parts);
        }

        /// How many bytes are there.
        public long received() {
            return parts.stream().mapToLong(Part::size).sum();
        }

        /// Whether bytes in order have come to the end that was declared.
        public boolean isFull() {
            return terms.isSized() && received() == terms.size();
        }

        /// How many chunks the whole has, 0 while that is not known.
        public int chunks() {
            return terms.isSized() ? count(terms) : 0;
        }

        /// The numbers of chunks that are not there. A whole of unknown size ends at the last one that
        /// is, and has one.
        public List<Integer> missing() {
            Map<Integer, Long> sizes = new HashMap<>();
            parts.forEach(part -> sizes.put(part.number(), part.size()));
            int last = terms.isSized() ? count(terms) : lastNumber();
            List<Integer> missing = new ArrayList<>();
            for (int number = 1; number <= last; number++) {
                long size = sizes.getOrDefault(number, -1L);
                if (size < 0 || (number < last && size < terms.chunkBytes())) {
                    missing.add(number);
                }
            }
            return missing;
        }

        private int lastNumber() {
            return parts.isEmpty() ? 1 : parts.getLast().number();
        }
    }

    /// How many chunks a whole of known size has.
    static int count(UploadTerms terms) {
        return Math.toIntExact(Math.ceilDiv(terms.size(), terms.chunkBytes()));
    }

    /// How many bytes a chunk may have: all of them but those of a last one that nobody knows yet
    /// must have just so many.
    static long chunkBytes(UploadTerms terms, int number) {
        return terms.isSized() && number == count(terms)
                ? terms.size() - (number - 1L) * terms.chunkBytes()
                : terms.chunkBytes();
    }
}
