package dev.varve.tools.crash;

import dev.varve.tools.crash.Did.Act;
import dev.varve.tools.crash.Did.Thing;
import dev.varve.tools.s3.S3Answer;
import dev.varve.tools.s3.S3Client;
import dev.varve.tools.s3.S3Request;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/// What one client of a cluster writes, and what it knows of it. All clients write the same keys, and
/// each has some of its own.
final class ClusterWriter {
    private static final int UNAVAILABLE = 503;
    private static final int LARGE = 200 << 10;
    private static final String POSITION = "varve-position";
    private static final int REMEMBERED = 40;
    private static final String VERSION = "x-amz-version-id";
    private static final Set<Integer> NOTHING_THERE = Set.of(404);

    /// A range is not settled yet, or too much goes on in it.
    private static final Set<Integer> NOT_NOW = Set.of(409);

    /// History of then was purged.
    private static final Set<Integer> TOO_LATE = Set.of(409, 410);

    private final String node;
    private final String name;
    private final int round;
    private final ClusterNames names;
    private final ClusterLedger ledger;
    private final SplittableRandom random;

    /// Positions of the node as answers told them, the latest last.
    private final Deque<String> positions = new ArrayDeque<>();

    private int asked;

    ClusterWriter(
            String node,
            String name,
            int round,
            ClusterNames names,
            ClusterLedger ledger,
            SplittableRandom random) {
        this.node = node;
        this.name = name;
        this.round = round;
        this.names = names;
        this.ledger = ledger;
        this.random = random;
    }

    /// What was answered; empty when nobody knows what became of it.
    private record Heard(Optional<S3Answer> answer, Did.Span span) {
        boolean isDone() {
            return answer.filter(S3Answer::isSuccess).isPresent();
        }

        /// It was said that nothing was done.
        boolean isRefused() {
            return answer.isPresent() && !isDone();
        }

        String header(String field) {
            return answer.flatMap(got -> got.header(field)).orElse("");
        }

        String field(String pointer) {
            return answer.filter(S3Answer::isSuccess)
                    .map(got -> ClusterAsk.json(got).at(pointer).asText(""))
                    .orElse("");
        }
    }

    /// One thing or several that belong together. False when nobody knows what became of it.
    boolean write(S3Client s3) {
        asked++;
        String bucket = ClusterNames.bucket(random);
        Thing any = ClusterNames.any(bucket, name, random);
        int dice = random.nextInt(100);
        if (dice < 36) {
            return put(s3, any, content(dice < 4 ? LARGE : 0));
        } else if (dice < 40) {
            return restore(s3);
        } else if (dice < 55) {
            return delete(s3, any);
        } else if (dice < 62) {
            return multipart(s3, any);
        } else if (dice < 67) {
            return deleteSome(s3, bucket);
        } else if (dice < 69) {
            return deletePrefix(s3, bucket);
        } else if (dice < 76) {
            return move(s3, any);
        } else if (dice < 79) {
            return movePrefix(s3, bucket);
        } else if (dice < 86) {
            return deleteVersion(s3);
        } else if (dice < 92) {
            return tag(s3, any);
        } else if (dice < 97) {
            return set(s3, bucket);
        }
        return twin(s3);
    }

    private boolean put(S3Client s3, Thing thing, byte[] content) {
        return putOf(s3, Act.PUT, thing, content).isPresent();
    }

    private Optional<Did> putOf(S3Client s3, Act act, Thing thing, byte[] content) {
        Heard heard = ask(s3, act, ClusterAsk.put(thing, content), Set.of());
        return did(act, thing, ClusterAsk.etag(content), heard.header(VERSION), heard);
    }

    private boolean delete(S3Client s3, Thing thing) {
        Heard heard = ask(s3, Act.DELETE, ClusterAsk.delete(thing), Set.of());
        return did(Act.DELETE, thing, "", heard.header(VERSION), heard).isPresent();
    }

    private boolean multipart(S3Client s3, Thing thing) {
        Heard begun = ask(s3, Act.MULTIPART, ClusterAsk.upload(thing), Set.of());
        if (!begun.isDone()) {
            return begun.isRefused();
        }
        String upload = begun.answer().orElseThrow().xml().text("UploadId");
        List<byte[]> parts = List.of(content(1 << 10), content(0));
        for (int i = 0; i < parts.size(); i++) {
            S3Request part = ClusterAsk.part(thing, upload, i + 1, parts.get(i));
            Heard heard = ask(s3, Act.MULTIPART, part, Set.of());
            if (!heard.isDone()) {
                return heard.isRefused();
            }
        }
        Heard heard = ask(s3, Act.MULTIPART, ClusterAsk.complete(thing, upload, parts), Set.of());
        return did(Act.MULTIPART, thing, ClusterAsk.etag(parts), heard.header(VERSION), heard)
                .isPresent();
    }

    private boolean deleteSome(S3Client s3, String bucket) {
        List<Thing> things =
                List.of(
                        ClusterNames.any(bucket, name, random),
                        ClusterNames.any(bucket, name, random));
        Heard heard = ask(s3, Act.BATCH_DELETE, ClusterAsk.deleteAll(bucket, things), Set.of());
        if (heard.isDone() && !heard.answer().orElseThrow().xml().all("Error").isEmpty()) {
            ledger.wrong(node + " deletes some: " + heard.answer().orElseThrow());
        }
        things.forEach(thing -> did(Act.BATCH_DELETE, thing, "", "", heard));
        return !heard.answer().isEmpty();
    }

    private boolean deletePrefix(S3Client s3, String bucket) {
        String folder = ClusterNames.folder(bucket, random);
        Heard heard = ask(s3, Act.PREFIX_DELETE, ClusterAsk.deletePrefix(bucket, folder), NOT_NOW);
        names.in(bucket, folder).forEach(thing -> did(Act.PREFIX_DELETE, thing, "", "", heard));
        return !heard.answer().isEmpty();
    }

    /// A key of its own that nobody else touches goes where others write, in any bucket.
    private boolean move(S3Client s3, Thing to) {
        String from = ClusterNames.bucket(random);
        Thing source = new Thing(from, from + "/from-" + name + "-" + round + "-" + asked);
        byte[] content = content(0);
        Optional<Did> put = putOf(s3, Act.PUT, source, content);
        if (put.isEmpty()) {
            return false;
        }
        Heard heard = ask(s3, Act.MOVE, ClusterAsk.move(source, to), Set.of());
        did(Act.MOVE, source, "", "", heard);
        return did(Act.MOVE, to, ClusterAsk.etag(content), heard.field("/version"), heard)
                .isPresent();
    }

    private boolean movePrefix(S3Client s3, String bucket) {
        String from = ClusterNames.bucket(random);
        String prefix = from + "/from-" + name + "-" + round + "-" + asked + "/";
        String folder = ClusterNames.folder(bucket, random);
        List<String> tails = List.of("all-0", "all-1", name + "-0");
        List<byte[]> contents = List.of(content(0), content(0), content(0));
        for (int i = 0; i < tails.size(); i++) {
            Thing source = new Thing(from, prefix + tails.get(i));
            if (putOf(s3, Act.PUT, source, contents.get(i)).isEmpty()) {
                return false;
            }
        }
        S3Request request =
                ClusterAsk.movePrefix(new Thing(from, prefix), new Thing(bucket, folder));
        Heard heard = ask(s3, Act.PREFIX_MOVE, request, NOT_NOW);
        for (int i = 0; i < tails.size(); i++) {
            Thing to = new Thing(bucket, folder + tails.get(i));
            String etag = ClusterAsk.etag(contents.get(i));
            did(Act.PREFIX_MOVE, new Thing(from, prefix + tails.get(i)), "", "", heard);
            did(Act.PREFIX_MOVE, to, etag, heard.field("/version"), heard);
        }
        return !heard.answer().isEmpty();
    }

    /// The older one of two versions that it made itself.
    private boolean deleteVersion(S3Client s3) {
        String kept = ClusterNames.KEPT;
        Thing thing = new Thing(kept, kept + "/own-" + name + "-" + random.nextInt(3));
        Optional<Did> old = putOf(s3, Act.PUT, thing, content(0));
        Optional<Did> young = old.isEmpty() ? old : putOf(s3, Act.PUT, thing, content(0));
        if (old.isEmpty() || young.isEmpty() || old.get().version().isEmpty()) {
            return young.isPresent();
        }
        S3Request request = ClusterAsk.deleteVersion(thing, old.get().version());
        Heard heard = ask(s3, Act.VERSION_DELETE, request, Set.of());
        if (!heard.isRefused()) {
            Did did = made(Act.VERSION_DELETE, thing, "", old.get().version(), heard);
            ledger.end(old.get(), did);
        }
        return !heard.answer().isEmpty();
    }

    /// What becomes of each key is as the nodes say: they must say the same.
    private boolean restore(S3Client s3) {
        if (positions.isEmpty()) {
            return true;
        }
        String position = List.copyOf(positions).get(random.nextInt(positions.size()));
        String folder = ClusterNames.folder(ClusterNames.BACK, random);
        S3Request request = ClusterAsk.restore(ClusterNames.BACK, folder, position);
        Heard heard = answered(s3, request, TOO_LATE);
        boolean changed = !heard.field("/position").isEmpty();
        if (changed || heard.answer().isEmpty()) {
            ledger.count(Act.RESTORE, changed);
        }
        return !heard.answer().isEmpty();
    }

    private boolean tag(S3Client s3, Thing thing) {
        S3Request request = ClusterAsk.tags(thing, name + "-" + asked);
        return !ask(s3, Act.TAGS, request, NOTHING_THERE).answer().isEmpty();
    }

    private boolean set(S3Client s3, String bucket) {
        String by = name + "-" + round + "-" + asked;
        int window = ClusterNames.isBrief(bucket) ? random.nextInt(2, 5) : -1;
        S3Request request = ClusterAsk.settings(bucket, by, window);
        Heard heard = ask(s3, Act.SETTINGS, request, Set.of());
        return did(Act.SETTINGS, ClusterNames.settings(bucket), by, "", heard).isPresent();
    }

    /// Others may make it at the same time, on other nodes: then its name may go to an older one between
    /// a request's admission and its decision, which refuses it.
    private boolean twin(S3Client s3) {
        String bucket = ClusterNames.twin(round);
        Heard made = ask(s3, Act.BUCKET, S3Request.bucket("PUT", bucket), NOT_NOW);
        if (made.answer().isEmpty()) {
            return false;
        }
        Thing thing = new Thing(bucket, bucket + "/" + name);
        byte[] content = content(0);
        Heard put = ask(s3, Act.PUT, ClusterAsk.put(thing, content), NOTHING_THERE);
        did(Act.PUT, thing, ClusterAsk.etag(content), put.header(VERSION), put);
        return !put.answer().isEmpty();
    }

    private Heard ask(S3Client s3, Act act, S3Request request, Set<Integer> refusals) {
        Heard heard = answered(s3, request, refusals);
        if (!heard.isRefused()) {
            ledger.count(act, heard.isDone());
        }
        return heard;
    }

    /// @param refusals statuses that say that nothing was done, for a good reason
    private Heard answered(S3Client s3, S3Request request, Set<Integer> refusals) {
        long began = System.nanoTime();
        Optional<S3Answer> answer = Optional.empty();
        try {
            S3Answer got = s3.call(request);
            got.header(POSITION).ifPresent(this::remember);
            if (got.isSuccess() || refusals.contains(got.status())) {
                answer = Optional.of(got);
            } else if (got.status() != UNAVAILABLE) {
                ledger.wrong(node + " answered " + request.path() + " with " + got);
            }
        } catch (IOException e) {
            answer = Optional.empty(); // killed meanwhile
        }
        return new Heard(answer, new Did.Span(began, System.nanoTime()));
    }

    private void remember(String header) {
        positions.addLast(header.substring(header.lastIndexOf('.') + 1));
        if (positions.size() > REMEMBERED) {
            positions.removeFirst();
        }
    }

    /// Empty unless it was acknowledged.
    private Optional<Did> did(Act act, Thing thing, String etag, String version, Heard heard) {
        if (heard.isRefused()) {
            return Optional.empty();
        }
        Did did = made(act, thing, etag, version, heard);
        ledger.add(did);
        return did.acknowledged() ? Optional.of(did) : Optional.empty();
    }

    private Did made(Act act, Thing thing, String etag, String version, Heard heard) {
        return new Did(act, node, round, thing, etag, version, heard.span(), heard.isDone());
    }

    /// Like no other.
    private byte[] content(int least) {
        byte[] words = ClusterAsk.bytes(name + " " + round + " " + asked + " " + random.nextLong());
        byte[] content = Arrays.copyOf(words, Math.max(words.length, least));
        for (int i = words.length; i < content.length; i += 64) {
            content[i] = (byte) random.nextInt();
        }
        return content;
    }
}
