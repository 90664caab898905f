package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketId;
import dev.varve.log.Provenance;
import dev.varve.log.WebhookFilter;
import dev.varve.log.WebhookName;
import dev.varve.log.WebhookSettings;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BucketNotificationTest {
    @TempDir private Path directory;
    private HandlerKit kit;

    @BeforeEach
    void open() {
        kit = HandlerKit.open(directory);
        kit.bucket("bucket");
        kit.bucket("other");
        webhook("all", null);
        webhook("own", id("bucket"));
        webhook("others", id("other"));
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private BucketId id(String bucket) {
        return kit.varve
                .store()
                .buckets()
                .find(new dev.varve.log.BucketName(bucket))
                .orElseThrow()
                .id();
    }

    private void webhook(String name, @Nullable BucketId bucket) {
        kit.varve
                .webhooks(Provenance.SYSTEM)
                .create(
                        new WebhookName(name),
                        new WebhookSettings(
                                bucket,
                                "https://a.example",
                                WebhookFilter.EVERYTHING,
                                WebhookSettings.Format.S3,
                                WebhookSettings.Limits.DEFAULT,
                                true,
                                ""),
                        Optional.empty())
                .orThrow();
    }

    private Told put(String rules) {
        return kit.send(
                SentRequest.of("PUT", "/bucket?notification")
                        .body(
                                "<NotificationConfiguration>"
                                        + rules
                                        + "</NotificationConfiguration>")
                        .by("alice"));
    }

    private String get() {
        return kit.send(SentRequest.of("GET", "/bucket?notification").by("alice")).is(200).body();
    }

    private static String queue(String id, String target, String event, String filter) {
        return "<QueueConfiguration><Id>%s</Id><Queue>arn:varve:sqs::%s:webhook</Queue><Event>%s</Event>%s</QueueConfiguration>"
                .formatted(id, target, event, filter);
    }

    private static String filter(String name, String value) {
        return "<FilterRule><Name>%s</Name><Value>%s</Value></FilterRule>".formatted(name, value);
    }

    private static String filters(String... rules) {
        return "<Filter><S3Key>" + String.join("", rules) + "</S3Key></Filter>";
    }

    @Test
    void givesBackWhatWasPutAndNothingOnceThatIsReplaced() {
        assertThat(get()).contains("<NotificationConfiguration").doesNotContain("Id");
        String rules =
                queue(
                                "q",
                                "all",
                                "s3:ObjectCreated:*",
                                filters(filter("prefix", "in/"), filter("suffix", ".jpg")))
                        + "<TopicConfiguration><Id>t</Id><Topic>arn:varve:sns::own:webhook</Topic>"
                        + "<Event>s3:ObjectRemoved:Delete</Event>"
                        + "<Event>s3:ObjectTagging:*</Event></TopicConfiguration>"
                        + "<CloudFunctionConfiguration><Id>f</Id>"
                        + "<CloudFunction>arn:varve:lambda::all:webhook</CloudFunction>"
                        + "<Event>s3:ObjectCreated:Put</Event>"
                        + filters(filter("prefix", "out/"))
                        + "</CloudFunctionConfiguration>";
        put(rules).is(200);
        assertThat(get()).contains(rules);
        put("").is(200);
        assertThat(get()).doesNotContain("Id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "others"})
    void refusesTargetThatIsNoWebhookOfTheBucket(String target) {
        put(queue("q", target, "s3:ObjectCreated:*", "")).refused(400, "InvalidArgument");
        assertThat(get()).doesNotContain("Id");
    }

    @ParameterizedTest
    @CsvSource({
        "s3:ObjectCreated:*, s3:ObjectCreated:Put, '', ''",
        "s3:ObjectCreated:Put, s3:ObjectCreated:Put, a, ab",
        "s3:*, s3:ObjectRemoved:Delete, '', x"
    })
    void refusesRulesThatOverlap(String one, String other, String prefix, String longer) {
        put(queue("a", "all", one, filters(filter("prefix", prefix)))
                        + queue("b", "own", other, filters(filter("prefix", longer))))
                .refused(400, "InvalidArgument");
        put(queue("a", "all", one, filters(filter("prefix", "x" + prefix)))
                        + queue("b", "own", other, filters(filter("prefix", "y" + longer))))
                .is(200);
    }

    @Test
    void refusesWhatS3Refuses() {
        String event = "s3:ObjectCreated:*";
        put(queue("q", "all", "s3:ObjectCreated:Never", "")).refused(400, "InvalidArgument");
        put(queue("q", "all", event, filters(filter("infix", "x"))))
                .refused(400, "InvalidArgument");
        put(queue("q", "all", event, filters(filter("prefix", "x"), filter("Prefix", "y"))))
                .refused(400, "InvalidArgument");
        put(queue("q", "all", event, filters(filter("suffix", "x".repeat(1025)))))
                .refused(400, "InvalidArgument");
        put(queue("q", "all", event, "") + queue("q", "own", "s3:ObjectRemoved:*", ""))
                .refused(400, "InvalidArgument");
        put("<TopicConfiguration><Topic>arn:varve:sqs::all:webhook</Topic><Event>"
                        + event
                        + "</Event></TopicConfiguration>")
                .refused(400, "InvalidArgument");
        put("<QueueConfiguration><Queue>arn:varve:sqs::all:webhook</Queue></QueueConfiguration>")
                .refused(400, "MalformedXML");
        put("<Other/>").refused(400, "MalformedXML");
        put("<EventBridgeConfiguration/>").refused(501, "NotImplemented");
        assertThat(get()).doesNotContain("Id");
    }
}
