package dev.varve.server.store;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.Bytes;
import dev.varve.log.Event.BucketCreated;
import dev.varve.log.Event.BucketDeleted;
import dev.varve.log.Event.BucketSettingsChanged;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.ListQuery;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.server.store.Refusal.Reason;
import dev.varve.server.store.SettingsChange.Replace;
import dev.varve.server.store.SettingsChange.SetBytesWindow;
import dev.varve.server.store.SettingsChange.SetDocument;
import dev.varve.server.store.SettingsChange.SetHistoryWindow;
import dev.varve.server.store.SettingsChange.SetObjectLock;
import dev.varve.server.store.SettingsChange.SetPublicRead;
import dev.varve.server.store.SettingsChange.SetQuota;
import dev.varve.server.store.SettingsChange.SetTags;
import dev.varve.server.store.SettingsChange.SetVersioning;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Decisions about buckets.
final class BucketCommands {
    private BucketCommands() {}

    record Create(BucketName name, String owner, BucketSettings settings)
            implements Command<BucketId> {
        @Override
        public Decision<BucketId> decide(ObjectReader view, Context context) {
            Optional<Bucket> existing = view.bucket(name);
            if (existing.isPresent()) {
                return existing.get().owner().equals(owner)
                        ? Command.refuse(
                                Reason.BUCKET_OWNED_BY_YOU, "you own '" + name + "' already")
                        : Command.refuse(Reason.BUCKET_EXISTS, "'" + name + "' is taken");
            }
            if (settings.objectLock().enabled() && settings.versioning() != Versioning.ENABLED) {
                return Command.refuse(
                        Reason.INVALID_BUCKET_STATE, "object lock needs versioning enabled");
            }
            Optional<Refusal> window = windowProblem(settings);
            if (window.isPresent()) {
                return new Decision.Refuse<>(window.get());
            }
            Optional<String> problem = LockRules.problem(view, name, settings);
            if (problem.isPresent()) {
                return Command.refuse(Reason.INVALID_BUCKET_STATE, problem.get());
            }
            BucketId id = new BucketId(context.ids().nextLong());
            while (view.bucket(id).isPresent()) {
                id = new BucketId(context.ids().nextLong());
            }
            BucketId fresh = id;
            return Command.accept(
                    new BucketCreated(fresh, name, owner, settings), recorded -> fresh);
        }
    }

    record Delete(BucketName name) implements Command<BucketId> {
        @Override
        public Decision<BucketId> decide(ObjectReader view, Context context) {
            Optional<Bucket> found = view.bucket(name);
            if (found.isEmpty()) {
                return new Decision.Refuse<>(Rules.noBucket(name));
            }
            BucketId id = found.get().id();
            boolean versions = !view.listVersions(id, ListQuery.all(1), null).versions().isEmpty();
            boolean uploads =
                    !view.listUploads(id, Bytes.EMPTY, Bytes.EMPTY, null, 1).uploads().isEmpty();
            if (versions || uploads) {
                return Command.refuse(
                        Reason.BUCKET_NOT_EMPTY,
                        "'" + name + "' holds " + (versions ? "versions" : "open uploads"));
            }
            return view.layers(id) > 0
                    ? Command.refuse(
                            Reason.CONFLICT,
                            "a prefix of '" + name + "' is still being settled; try again")
                    : Command.accept(new BucketDeleted(id), recorded -> id);
        }

        @Override
        public boolean grows() {
            return false;
        }
    }

    /// A history window that is made shorter than that of bytes ends both: nothing is wrong then.
    private static Optional<Refusal> windowProblem(BucketSettings settings) {
        Duration window = settings.bytesWindow();
        return window != null && window.compareTo(settings.historyWindow()) > 0
                ? Optional.of(
                        Refusal.of(
                                Reason.INVALID_ARGUMENT,
                                "bytes cannot stay longer than history: the window for bytes is "
                                        + window
                                        + ", that of history "
                                        + settings.historyWindow()))
                : Optional.empty();
    }

    record Change(BucketName name, SettingsChange change) implements Command<BucketSettings> {
        @Override
        public Decision<BucketSettings> decide(ObjectReader view, Context context) {
            Optional<Bucket> found = view.bucket(name);
            if (found.isEmpty()) {
                return new Decision.Refuse<>(Rules.noBucket(name));
            }
            BucketSettings before = found.get().settings();
            if (change instanceof Replace replace && !replace.expected().equals(before)) {
                return Command.refuse(Reason.CONFLICT, "the settings were changed meanwhile");
            }
            Optional<String> problem = problem(before);
            if (problem.isPresent()) {
                return Command.refuse(Reason.INVALID_BUCKET_STATE, problem.get());
            }
            BucketSettings after = apply(before);
            if (!Objects.equals(after.bytesWindow(), before.bytesWindow())) {
                Optional<Refusal> window = windowProblem(after);
                if (window.isPresent()) {
                    return new Decision.Refuse<>(window.get());
                }
            }
            if (!before.objectLock().enabled()) {
                problem = LockRules.problem(view, name, after);
            }
            if (problem.isPresent()) {
                return Command.refuse(Reason.INVALID_BUCKET_STATE, problem.get());
            }
            return after.equals(before)
                    ? Command.unchanged(before)
                    : Command.accept(
                            new BucketSettingsChanged(found.get().id(), after), recorded -> after);
        }

        private Optional<String> problem(BucketSettings before) {
            return switch (change) {
                case SetVersioning(Versioning to) -> versioningProblem(before, to);
                case SetObjectLock(BucketSettings.ObjectLock to) -> lockProblem(before, to);
                case Replace replace -> problem(before, replace.settings());
                case SetHistoryWindow _,
                        SetBytesWindow _,
                        SetQuota _,
                        SetTags _,
                        SetPublicRead _,
                        SetDocument _ ->
                        Optional.empty();
            };
        }

        private static Optional<String> problem(BucketSettings before, BucketSettings to) {
            if (to.dedupDomain() != before.dedupDomain()) {
                return Optional.of("the dedup domain is chosen when a bucket is made");
            }
            return versioningProblem(before, to.versioning())
                    .or(() -> lockProblem(before.withVersioning(to.versioning()), to.objectLock()));
        }

        private static Optional<String> versioningProblem(BucketSettings before, Versioning to) {
            if (to == Versioning.OFF && before.versioning() != Versioning.OFF) {
                return Optional.of("versioning can be suspended, not turned off");
            }
            return before.objectLock().enabled() && to != Versioning.ENABLED
                    ? Optional.of("versioning stays enabled under object lock")
                    : Optional.empty();
        }

        private static Optional<String> lockProblem(
                BucketSettings before, BucketSettings.ObjectLock to) {
            if (before.objectLock().enabled() && !to.enabled()) {
                return Optional.of("object lock cannot be turned off");
            }
            return to.enabled() && before.versioning() != Versioning.ENABLED
                    ? Optional.of("object lock needs versioning enabled")
                    : Optional.empty();
        }

        private BucketSettings apply(BucketSettings before) {
            return switch (change) {
                case SetVersioning(Versioning to) -> before.withVersioning(to);
                case SetHistoryWindow(Duration to) -> before.withHistoryWindow(to);
                case SetBytesWindow(@Nullable Duration to) -> before.withBytesWindow(to);
                case SetObjectLock(BucketSettings.ObjectLock to) -> before.withObjectLock(to);
                case SetQuota(BucketSettings.Quota to) -> before.withQuota(to);
                case SetTags(SortedMap<String, String> to) -> before.withTags(to);
                case SetPublicRead(boolean to) -> before.withPublicRead(to);
                case Replace replace -> replace.settings();
                case SetDocument(String kind, Optional<Bytes> to) -> {
                    SortedMap<String, Bytes> documents = new TreeMap<>(before.documents());
                    documents.remove(kind);
                    to.ifPresent(document -> documents.put(kind, document));
                    yield before.withDocuments(documents);
                }
            };
        }
    }
}
