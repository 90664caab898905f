package dev.varve.server.auth;

import static dev.varve.server.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.http.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What policies may say.
class PolicyDocumentTest {
    private static PolicyDocument parse(String json) {
        return PolicyDocument.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static void allow(String conditions, Map<String, String> fields) {
        Map<String, String> form = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        form.putAll(fields);
        parse(Forms.policy(conditions)).requireAllows(form, Examples.NOW);
    }

    private static void deny(String conditions, Map<String, String> fields) {
        assertRefused(ErrorCode.ACCESS_DENIED, () -> allow(conditions, fields));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "null",
                "{}",
                "{\"expiration\": \"2013-05-24T01:00:00Z\"}",
                "{\"conditions\": []}",
                "{\"EXPIRATION\": \"2013-05-24T01:00:00Z\", \"conditions\": []}",
                "{\"expiration\": \"2013-05-24T01:00:00Z\", \"CONDITIONS\": []}",
                "{\"expiration\": \"2013-05-24T01:00:00Z\", \"conditions\": {}}",
                "{\"expiration\": \"2013-05-24 01:00:00\", \"conditions\": []}",
                "{\"expiration\": 1369360800, \"conditions\": []}",
                "{\"expiration\": \"2013-05-24T01:00:00Z\", \"conditions\": []} more",
                "{\"expiration\": \"2013-05-24T01:00:00Z\", \"conditions\": [], \"conditions\": []}",
                "{\"expiration\": \"2013-05-24T01:00:00Z\", \"conditions\": [], \"more\": 1}"
            })
    void refusesOtherDocuments(String json) {
        assertRefused(ErrorCode.INVALID_POLICY_DOCUMENT, () -> parse(json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "\"x\"",
                "1",
                "{\"a\": \"1\", \"b\": \"2\"}",
                "{\"a\": null}",
                "{\"a\": [\"1\"]}",
                "[\"eq\", \"$a\"]",
                "[\"eq\", \"a\", \"1\"]",
                "[\"eq\", 1, \"1\"]",
                "[\"eq\", \"$a\", {}]",
                "[\"matches\", \"$a\", \"1\"]",
                "[\"content-length-range\", 0]",
                "[\"content-length-range\", -1, 0]",
                "[\"content-length-range\", 0, \"x\"]",
                "[\"content-length-range\", 0, 1e400]",
                "[\"content-length-range\", 0, 99999999999999999999999]",
                "[[[[[[[[[[[[]]]]]]]]]]]]"
            })
    void refusesOtherConditions(String condition) {
        assertRefused(ErrorCode.INVALID_POLICY_DOCUMENT, () -> parse(Forms.policy(condition)));
    }

    @ParameterizedTest
    @CsvSource({
        "foo, true",
        "foo/bar, true",
        "fo, false",
        "FOO, false",
        "xfoo, false",
        "'', false"
    })
    void comparesTheStartOfAField(String key, boolean allowed) {
        String conditions = "[\"starts-with\", \"$key\", \"foo\"]";
        if (allowed) {
            allow(conditions, Map.of("key", key));
        } else {
            deny(conditions, Map.of("key", key));
        }
    }

    @Test
    void comparesWholeFields() {
        allow("[\"eq\", \"$key\", \"foo\"]", Map.of("key", "foo"));
        allow("{\"key\": \"foo\"}", Map.of("key", "foo"));
        allow("{\"success_action_status\": 201}", Map.of("success_action_status", "201"));
        deny("[\"eq\", \"$key\", \"foo\"]", Map.of("key", "foobar"));
        deny("{\"key\": \"foo\"}", Map.of("key", "Foo"));
    }

    @Test
    void takesNoCaseInNamesAndOperators() {
        allow(
                "[\"StArTs-WiTh\", \"$KeY\", \"foo\"], {\"AcL\": \"x\"}",
                Map.of("kEy", "foo", "acl", "x"));
    }

    @Test
    void takesFieldsThatAreNotThereForEmpty() {
        allow("[\"starts-with\", \"$x-amz-meta-a\", \"\"]", Map.of());
        deny("[\"starts-with\", \"$x-amz-meta-a\", \"bar\"]", Map.of());
        deny("{\"x-amz-meta-a\": \"bar\"}", Map.of());
    }

    @Test
    void asksEveryConditionOfAField() {
        String conditions = "[\"starts-with\", \"$key\", \"a\"], {\"key\": \"b\"}";
        deny(conditions, Map.of("key", "a"));
        deny(conditions, Map.of("key", "b"));
    }

    @Test
    void comparesEachTypeOfAList() {
        String conditions = "[\"starts-with\", \"$Content-Type\", \"image/\"]";
        allow(conditions, Map.of("content-type", "image/png, image/gif"));
        deny(conditions, Map.of("content-type", "image/png,text/html"));
    }

    @Test
    void knowsEscapesThatJsonDoesNot() {
        allow("[\"starts-with\", \"$key\", \"\\$foo\"]", Map.of("key", "$foo.txt"));
        allow("[\"starts-with\", \"$key\", \"\\\\$foo\"]", Map.of("key", "\\$foo.txt"));
    }

    @Test
    void narrowsTheLengthWithEachRange() {
        PolicyDocument document =
                parse(
                        Forms.policy(
                                "[\"content-length-range\", 10, 100],"
                                        + " [\"Content-Length-Range\", \"5\", \"50\"]"));
        assertThat(document.length()).isEqualTo(new LengthRange(10, 50));
    }

    @Test
    void tellsWhichLengthItWants() {
        LengthRange range = new LengthRange(10, 50);
        range.require(10);
        range.require(50);
        assertThat(assertRefused(ErrorCode.ENTITY_TOO_LARGE, () -> range.require(51)).details())
                .containsEntry("MaxSizeAllowed", "50")
                .containsEntry("ProposedSize", "51");
        assertThat(assertRefused(ErrorCode.ENTITY_TOO_SMALL, () -> range.require(9)).details())
                .containsEntry("MinSizeAllowed", "10");
    }
}
