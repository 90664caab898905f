package dev.varve.server.api.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.AccessRight;
import dev.varve.log.AccessSettings;
import dev.varve.log.Actor;
import dev.varve.log.BucketName;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.Provenance;
import dev.varve.server.FeedsForTests;
import dev.varve.server.api.ApiCall;
import dev.varve.server.auth.Principal;
import dev.varve.server.auth.Rights;
import dev.varve.server.feed.Change;
import dev.varve.server.feed.Feed;
import dev.varve.server.feed.FeedReader;
import dev.varve.server.feed.Place;
import dev.varve.server.feed.Selection;
import dev.varve.server.feed.Sight;
import dev.varve.server.store.Body;
import dev.varve.server.store.PrefixDelete;
import dev.varve.server.store.PutRequest;
import dev.varve.server.store.Varve;
import dev.varve.server.store.VarveConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToldLinesTest {
    private static final BucketName BUCKET = new BucketName("photos");
    private static final Principal ADMIN = new Principal("root", "Root", true, Optional.empty());

    /// One who may read all of it, and is not told from where anybody came.
    private static final Principal READER =
            new Principal(
                    "bob",
                    "Bob",
                    new Rights(
                            List.of(
                                    Rights.grant(
                                            EnumSet.of(
                                                    AccessRight.READ,
                                                    AccessRight.LIST,
                                                    AccessRight.READ_HISTORY),
                                            "photos")),
                            AccessSettings.Reach.ALL),
                    Optional.empty(),
                    Optional.empty());

    @TempDir private Path data;
    private final ToldLines lines = new ToldLines();
    private Varve varve;
    private Feed feed;

    @BeforeEach
    void open() {
        varve = Varve.open(VarveConfig.at(data).space(0, 0));
        feed = FeedsForTests.of(varve);
        Provenance from =
                new Provenance(new Actor("ann"), Provenance.Surface.S3, "192.0.2.7", "r-1");
        varve.store(from).buckets().create(BUCKET).orThrow();
        for (int i = 0; i < 10; i++) {
            byte[] bytes = {(byte) i};
            varve.store(from)
                    .put(PutRequest.of(BUCKET, ObjectKey.of("k" + i), Body.of(bytes)))
                    .orThrow();
        }
    }

    @AfterEach
    void close() {
        varve.close();
    }

    private Subscription subscription(Principal who, boolean cloud) {
        return new Subscription(
                feed, new Sight(who, feed), Selection.ALL, Place.START, cloud, lines);
    }

    /// What it is told, each after the one before.
    private List<byte[]> told(Subscription to) {
        List<byte[]> told = new ArrayList<>();
        Place before = to.after();
        try (FeedReader reader = feed.read(to.after())) {
            for (Change next = reader.next(); next != null; next = reader.next()) {
                if (to.takes(next)) {
                    byte[] line = to.line(next, before);
                    assertThat(line).isEqualTo(ApiCall.bytes(fresh(to, next, before)));
                    told.add(line);
                    before = next.place();
                }
            }
        }
        return told;
    }

    /// What is written for this one alone.
    private static Object fresh(Subscription to, Change change, Place before) {
        return to.told(change, before, to.sight().ofAddresses(change));
    }

    /// What such an event did is looked up in history each time: once that is purged, its places are those of
    /// other keys.
    @Test
    void keepsNothingOfWhatIsReadFromHistory() {
        varve.store().deletePrefix(PrefixDelete.of(BUCKET, "k")).orThrow();
        List<byte[]> first = told(subscription(ADMIN, false));
        List<byte[]> second = told(subscription(ADMIN, false));
        List<byte[]> bulk = first.stream().filter(ToldLinesTest::isBulk).toList();
        assertThat(bulk).hasSize(10);
        for (int i = 0; i < first.size(); i++) {
            if (isBulk(first.get(i))) {
                assertThat(second.get(i)).isNotSameAs(first.get(i)).isEqualTo(first.get(i));
            }
        }
    }

    @Test
    void keepsNoLongLines() {
        byte[] bytes = {1};
        ObjectKey longest = ObjectKey.of("n" + "é".repeat(500));
        TreeMap<String, String> tags = new TreeMap<>();
        tags.put("note", "m".repeat(ToldLines.LARGEST));
        varve.store()
                .put(
                        PutRequest.of(BUCKET, longest, Body.of(bytes))
                                .attributes(Attributes.NONE.withTags(tags)))
                .orThrow();
        byte[] first = told(subscription(ADMIN, false)).getLast();
        assertThat(first.length).isGreaterThan(ToldLines.LARGEST);
        assertThat(told(subscription(ADMIN, false)).getLast()).isNotSameAs(first);
    }

    @Test
    void writesOnceForAllWhoAreToldTheSame() {
        List<byte[]> first = told(subscription(ADMIN, false));
        List<byte[]> second = told(subscription(ADMIN, false));
        assertThat(first).hasSizeGreaterThan(10);
        assertThat(second).hasSameSizeAs(first);
        for (int i = 0; i < first.size(); i++) {
            assertThat(second.get(i)).isSameAs(first.get(i));
        }
    }

    @Test
    void tellsNobodyWhatIsForAnother() {
        Subscription all = subscription(ADMIN, false);
        Subscription cloud = subscription(ADMIN, true);
        Subscription reader = subscription(READER, false);
        for (int i = 0; i < 3; i++) {
            // Each line is compared with what is written for that one alone.
            told(all);
            told(cloud);
            told(reader);
        }
        assertThat(told(all)).anyMatch(line -> text(line).contains("192.0.2.7"));
        assertThat(told(reader)).isNotEmpty().noneMatch(line -> text(line).contains("192.0.2.7"));
    }

    private static boolean isBulk(byte[] line) {
        return text(line).contains("prefix-deleted");
    }

    private static String text(byte[] line) {
        return new String(line, UTF_8);
    }

    @Test
    void readersShareEventsThatTheyDecode() {
        try (FeedReader one = feed.read(Place.START);
                FeedReader other = feed.read(Place.START)) {
            Change first = requireNonNull(one.next());
            Change second = requireNonNull(other.next());
            assertThat(second.recorded()).isSameAs(first.recorded());
        }
    }
}
