package dev.varve.server.store;

import dev.varve.log.BucketSettings;
import dev.varve.log.Bytes;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// One change of a bucket's settings.
public sealed interface SettingsChange {
    record SetVersioning(BucketSettings.Versioning versioning) implements SettingsChange {}

    record SetHistoryWindow(Duration window) implements SettingsChange {}

    /// How long bytes of superseded and deleted versions stay; null for as long as their history.
    record SetBytesWindow(@Nullable Duration window) implements SettingsChange {}

    record SetObjectLock(BucketSettings.ObjectLock lock) implements SettingsChange {}

    record SetQuota(BucketSettings.Quota quota) implements SettingsChange {}

    record SetTags(SortedMap<String, String> tags) implements SettingsChange {}

    /// Whether anybody may read objects by their names.
    record SetPublicRead(boolean publicRead) implements SettingsChange {}

    /// All of them at once, if they still are what the caller saw.
    record Replace(BucketSettings expected, BucketSettings settings) implements SettingsChange {}

    /// Sets or removes a document such as `cors`, kept as sent.
    record SetDocument(String kind, Optional<Bytes> document) implements SettingsChange {}
}
