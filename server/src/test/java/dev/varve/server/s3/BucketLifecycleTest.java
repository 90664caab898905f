package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BucketLifecycleTest {
    private static final String DAYS = "<Expiration><Days>1</Days></Expiration>";

    @TempDir private Path directory;
    private HandlerKit kit;

    @BeforeEach
    void open() {
        kit = HandlerKit.open(directory);
        kit.bucket("bucket");
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private Told send(SentRequest request) {
        return kit.send(request.by("alice"));
    }

    private Told put(String rules) {
        return send(
                SentRequest.of("PUT", "/bucket?lifecycle")
                        .body("<LifecycleConfiguration>" + rules + "</LifecycleConfiguration>"));
    }

    private String get() {
        return send(SentRequest.of("GET", "/bucket?lifecycle")).is(200).body();
    }

    private static String rule(String id, String filter, String actions) {
        return "<Rule><ID>%s</ID>%s<Status>Enabled</Status>%s</Rule>"
                .formatted(id, filter, actions);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<Rule><Expiration><Days>30</Days></Expiration><ID>a</ID>"
                        + "<Prefix>logs/</Prefix><Status>Enabled</Status></Rule>",
                "<Rule><Expiration><Date>2030-01-31T00:00:00.000Z</Date></Expiration><ID>a</ID>"
                        + "<Filter></Filter><Status>Disabled</Status></Rule>",
                "<Rule><Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker>"
                        + "</Expiration><ID>a</ID><Filter><Prefix></Prefix></Filter>"
                        + "<Status>Enabled</Status><NoncurrentVersionExpiration>"
                        + "<NoncurrentDays>7</NoncurrentDays>"
                        + "<NewerNoncurrentVersions>5</NewerNoncurrentVersions>"
                        + "</NoncurrentVersionExpiration><AbortIncompleteMultipartUpload>"
                        + "<DaysAfterInitiation>3</DaysAfterInitiation>"
                        + "</AbortIncompleteMultipartUpload></Rule>",
                "<Rule><Expiration><Days>1</Days></Expiration><ID>a &amp; b</ID><Filter><And>"
                        + "<Prefix>p</Prefix><Tag><Key>k</Key><Value>v</Value></Tag>"
                        + "<ObjectSizeGreaterThan>0</ObjectSizeGreaterThan>"
                        + "<ObjectSizeLessThan>100</ObjectSizeLessThan></And></Filter>"
                        + "<Status>Enabled</Status></Rule>",
                "<Rule><ID>a</ID><Filter><Tag><Key>k</Key><Value></Value></Tag></Filter>"
                        + "<Status>Enabled</Status><NoncurrentVersionExpiration>"
                        + "<NoncurrentDays>1</NoncurrentDays></NoncurrentVersionExpiration>"
                        + "</Rule>"
            })
    void givesBackTheRulesThatWereSet(String rules) {
        put(rules).is(200);

        assertThat(get())
                .endsWith(
                        "<LifecycleConfiguration"
                                + " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
                                + rules
                                + "</LifecycleConfiguration>");
    }

    @Test
    void namesRulesThatHaveNoName() {
        put(rule("", "<Prefix/>", DAYS) + rule("", "<Prefix/>", DAYS)).is(200);

        String told = get();
        assertThat(told.split("<ID>[0-9a-f-]{36}</ID>", -1)).hasSize(3);
        assertThat(get()).isEqualTo(told);
    }

    @Test
    void endsRules() {
        put(rule("a", "<Prefix/>", DAYS)).is(200);

        send(SentRequest.of("DELETE", "/bucket?lifecycle")).is(204);
        send(SentRequest.of("GET", "/bucket?lifecycle"))
                .refused(404, "NoSuchLifecycleConfiguration");
        send(SentRequest.of("DELETE", "/bucket?lifecycle")).is(204);
    }

    @Test
    void forgetsRulesWithTheirBucket() {
        put(rule("a", "<Prefix/>", DAYS)).is(200);
        send(SentRequest.of("DELETE", "/bucket")).is(204);
        kit.bucket("bucket");

        send(SentRequest.of("GET", "/bucket?lifecycle"))
                .refused(404, "NoSuchLifecycleConfiguration");
    }

    @Test
    void isForTheOwnerOfTheBucketOnly() {
        kit.send(
                        SentRequest.of("PUT", "/bucket?lifecycle")
                                .by("bob")
                                .body("<LifecycleConfiguration/>"))
                .refused(403, "AccessDenied");
        kit.send(SentRequest.of("GET", "/bucket?lifecycle").by("bob")).refused(403, "AccessDenied");
        kit.send(SentRequest.of("DELETE", "/bucket?lifecycle")).refused(403, "AccessDenied");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<Other/>",
                "<Rule><ID>a</ID><Prefix/><Status>enabled</Status>" + DAYS + "</Rule>",
                "<Rule><ID>a</ID><Prefix/>" + DAYS + "</Rule>",
                "<Rule><ID>a</ID><Status>Enabled</Status>" + DAYS + "</Rule>",
                "<Rule><Prefix/><Filter/><Status>Enabled</Status>" + DAYS + "</Rule>",
                "<Rule><Prefix/><Status>Enabled</Status>" + DAYS + DAYS + "</Rule>",
                "<Rule><Prefix/><Status>Enabled</Status><Expiration/></Rule>",
                "<Rule><Prefix/><Status>Enabled</Status><Unknown/>" + DAYS + "</Rule>",
                "<Rule><Filter><Prefix>a</Prefix><Tag><Key>k</Key><Value>v</Value></Tag></Filter>"
                        + "<Status>Enabled</Status>"
                        + DAYS
                        + "</Rule>",
                "<Rule><Filter><And/></Filter><Status>Enabled</Status>" + DAYS + "</Rule>",
                "<Rule><Filter><Other>1</Other></Filter><Status>Enabled</Status>"
                        + DAYS
                        + "</Rule>",
                "<Rule><Prefix/><Status>Enabled</Status><Expiration><Days>1</Days>"
                        + "<ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker>"
                        + "</Expiration></Rule>",
                "<Rule><Prefix/><Status>Enabled</Status><Expiration><Days>1</Days>"
                        + "<Date>2030-01-01T00:00:00Z</Date></Expiration></Rule>",
                "<Rule><Prefix/><Status>Enabled</Status><Expiration><Days>x</Days></Expiration>"
                        + "</Rule>",
                "<Rule><Prefix/><Status>Enabled</Status><Expiration><Date>20200101</Date>"
                        + "</Expiration></Rule>",
                "<Rule><Prefix/><Status>Enabled</Status><NoncurrentVersionExpiration>"
                        + "<NewerNoncurrentVersions>5</NewerNoncurrentVersions>"
                        + "</NoncurrentVersionExpiration></Rule>"
            })
    void refusesWhatIsNoDocument(String rules) {
        put(rules).refused(400, "MalformedXML");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "<Prefix/>; <Expiration><Days>0</Days></Expiration>;"
                        + " InvalidArgument; 'Days' for Expiration action must be a positive integer",
                "<Prefix/>; <Expiration><Days>-1</Days></Expiration>; InvalidArgument; positive",
                "<Prefix/>; <Expiration><Days>2147483648</Days></Expiration>;"
                        + " InvalidArgument; positive",
                "<Prefix/>; <Expiration><Date>2030-01-01T10:00:00Z</Date></Expiration>;"
                        + " InvalidArgument; 'Date' must be at midnight GMT",
                "<Prefix/>; ; InvalidRequest; At least one action needs to be specified in a rule",
                "<Prefix/>; <Expiration><ExpiredObjectDeleteMarker>false"
                        + "</ExpiredObjectDeleteMarker></Expiration>; InvalidRequest; one action",
                "<Prefix/>; <NoncurrentVersionExpiration><NoncurrentDays>0</NoncurrentDays>"
                        + "</NoncurrentVersionExpiration>; InvalidArgument; 'NoncurrentDays'",
                "<Prefix/>; <NoncurrentVersionExpiration><NoncurrentDays>1</NoncurrentDays>"
                        + "<NewerNoncurrentVersions>101</NewerNoncurrentVersions>"
                        + "</NoncurrentVersionExpiration>; InvalidArgument;"
                        + " 'NewerNoncurrentVersions'",
                "<Prefix/>; <AbortIncompleteMultipartUpload><DaysAfterInitiation>0"
                        + "</DaysAfterInitiation></AbortIncompleteMultipartUpload>;"
                        + " InvalidArgument; 'DaysAfterInitiation'",
                "<Filter><Tag><Key>k</Key><Value>v</Value></Tag></Filter>;"
                        + " <AbortIncompleteMultipartUpload><DaysAfterInitiation>1"
                        + "</DaysAfterInitiation></AbortIncompleteMultipartUpload>; InvalidRequest;"
                        + " AbortIncompleteMultipartUpload cannot be specified with Tags.",
                "<Filter><ObjectSizeLessThan>5</ObjectSizeLessThan></Filter>;"
                        + " <Expiration><ExpiredObjectDeleteMarker>true"
                        + "</ExpiredObjectDeleteMarker></Expiration>; InvalidRequest;"
                        + " ExpiredObjectDeleteMarker cannot be specified with Object Size.",
                "<Filter><And><ObjectSizeGreaterThan>5</ObjectSizeGreaterThan>"
                        + "<ObjectSizeLessThan>6</ObjectSizeLessThan></And></Filter>;"
                        + " <Expiration><Days>1</Days></Expiration>; InvalidRequest;"
                        + " 'ObjectSizeLessThan'",
                "<Filter><Tag><Key></Key><Value>v</Value></Tag></Filter>;"
                        + " <Expiration><Days>1</Days></Expiration>; InvalidTag; TagKey",
                "<Prefix/>; <Transition><Days>1</Days><StorageClass>GLACIER</StorageClass>"
                        + "</Transition>; InvalidStorageClass; one storage class"
            })
    void refusesRulesThatCannotBe(String filter, String actions, String code, String text) {
        Told told = put(rule("a", filter, actions == null ? "" : actions));
        told.refused(400, code);
        assertThat(told.body()).contains(text);
        send(SentRequest.of("GET", "/bucket?lifecycle"))
                .refused(404, "NoSuchLifecycleConfiguration");
    }

    @Test
    void refusesTooManyRulesAndNamesTheyCannotHave() {
        put(rule("a", "<Prefix/>", DAYS).repeat(1001)).refused(400, "MalformedXML");
        Told same = put(rule("a", "<Prefix/>", DAYS).repeat(2));
        same.refused(400, "InvalidArgument");
        assertThat(same.body()).contains("Rule ID must be unique");
        put(rule("x".repeat(256), "<Prefix/>", DAYS)).refused(400, "InvalidArgument");
        put(rule("a", "<Prefix>" + "x".repeat(1025) + "</Prefix>", DAYS))
                .refused(400, "InvalidRequest");
    }

    @Test
    void keepsAsManyRulesAsS3() {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            all.append(rule("rule-" + i, "<Prefix>p" + i + "/</Prefix>", DAYS));
        }
        put(all.toString()).is(200);
        assertThat(get()).contains("<ID>rule-0</ID>", "<ID>rule-999</ID>");
    }

    @Test
    void takesFalseBesideDaysAsNothing() {
        put(rule(
                        "a",
                        "<Filter/>",
                        "<Expiration><Days>3</Days><ExpiredObjectDeleteMarker>false"
                                + "</ExpiredObjectDeleteMarker></Expiration>"))
                .is(200);
        assertThat(get()).contains("<Expiration><Days>3</Days></Expiration>");
    }

    @Test
    void tellsWhenAnObjectGoesAndByWhichRule() {
        put(rule(
                        "tägs, 1",
                        "<Filter><And><Prefix>a</Prefix>"
                                + "<Tag><Key>k</Key><Value>v</Value></Tag></And></Filter>",
                        "<Expiration><Date>2099-01-31T00:00:00Z</Date></Expiration>"))
                .is(200);
        Told made =
                send(SentRequest.of("PUT", "/bucket/a").header("x-amz-tagging", "k=v").body("x"));
        String told = "expiry-date=\"Sat, 31 Jan 2099 00:00:00 GMT\", rule-id=\"t%C3%A4gs%2C%201\"";
        assertThat(made.is(200).headers().get("x-amz-expiration", "")).isEqualTo(told);
        assertThat(send(SentRequest.of("GET", "/bucket/a")).headers().get("x-amz-expiration", ""))
                .isEqualTo(told);
        assertThat(send(SentRequest.of("HEAD", "/bucket/a")).headers().get("x-amz-expiration", ""))
                .isEqualTo(told);
        Told copied =
                send(SentRequest.of("PUT", "/bucket/ab").header("x-amz-copy-source", "/bucket/a"));
        assertThat(copied.is(200).headers().get("x-amz-expiration", "")).isEqualTo(told);
        send(SentRequest.of("PUT", "/bucket/b").header("x-amz-tagging", "k=v").body("x"));
        assertThat(send(SentRequest.of("GET", "/bucket/b")).headers().has("x-amz-expiration"))
                .isFalse();
        put(rule("a", "<Prefix>b</Prefix>", DAYS)).is(200);
        assertThat(send(SentRequest.of("GET", "/bucket/a")).headers().has("x-amz-expiration"))
                .isFalse();
    }

    private static void tells(Told told, String date, String rule) {
        assertThat(told.is(200).headers().get("x-amz-abort-date", "")).isEqualTo(date);
        assertThat(told.headers().get("x-amz-abort-rule-id", "")).isEqualTo(rule);
    }

    @Test
    void tellsWhenAnUploadGoesAndByWhichRule() {
        String abort =
                "<AbortIncompleteMultipartUpload><DaysAfterInitiation>%d</DaysAfterInitiation>"
                        + "</AbortIncompleteMultipartUpload>";
        put(rule("later", "<Prefix/>", abort.formatted(9))
                        + rule("täglich, 1", "<Prefix>a</Prefix>", abort.formatted(2)))
                .is(200);
        Instant begun = Instant.now();
        Told opened = send(SentRequest.of("POST", "/bucket/a?uploads")).is(200);
        Instant date =
                Instant.from(
                        DateTimeFormatter.RFC_1123_DATE_TIME.parse(
                                opened.headers().get("x-amz-abort-date", "")));
        assertThat(date)
                .isEqualTo(date.truncatedTo(ChronoUnit.DAYS))
                .isBetween(begun.plus(Duration.ofDays(2)), Instant.now().plus(Duration.ofDays(3)));
        String told = opened.headers().get("x-amz-abort-date", "");
        tells(opened, told, "t%C3%A4glich%2C%201");
        String id = opened.one("UploadId");
        tells(send(SentRequest.of("GET", "/bucket/a?uploadId=" + id)), told, "t%C3%A4glich%2C%201");

        put(rule("a", "<Prefix>b</Prefix>", abort.formatted(1)) + rule("b", "<Prefix/>", DAYS))
                .is(200);
        tells(send(SentRequest.of("GET", "/bucket/a?uploadId=" + id)), "", "");
        tells(send(SentRequest.of("POST", "/bucket/a?uploads")), "", "");
    }
}
