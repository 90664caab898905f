package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.varve.log.BucketName;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectPart;
import dev.varve.server.DocPage;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Headers;
import dev.varve.server.s3.form.Form;
import dev.varve.server.s3.xml.CompleteDocument;
import dev.varve.server.s3.xml.DeleteDocument;
import dev.varve.server.s3.xml.XmlInput;
import dev.varve.server.store.Limits;
import dev.varve.server.surface.PastRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// `docs/s3.md` says what the code does. To make anew what it takes from the table of operations:
/// `./mvnw -q -pl server -am test -Dtest=S3PageTest -Dvarve.docs=write`.
class S3PageTest {
    @RegisterExtension static final S3Kit KIT = new S3Kit();

    private static final Set<Operation> UNSET =
            Set.of(
                    Unset.POLICY,
                    Unset.WEBSITE,
                    Unset.ENCRYPTION,
                    Unset.REPLICATION,
                    Unset.PUBLIC_ACCESS_BLOCK,
                    Unset.OWNERSHIP,
                    Unset.REQUEST_PAYMENT,
                    Unset.ACCELERATE,
                    Unset.LOGGING);

    /// Settings that a bucket may have here.
    private static final Set<String> SETTINGS =
            Set.of("versioning", "tagging", "object-lock", "cors", "lifecycle", "notification");

    private static final int WIDTH = 100;
    private static final Pattern BLANK = Pattern.compile(" ");

    private final List<Route> rows =
            new Routes(new Owners(new NoUsers()), HandlerKit.noForms()).rows();

    @Test
    void listsEveryOperation() {
        StringBuilder table = new StringBuilder("| operation | request | reads of the query |\n");
        table.append("|---|---|---|\n");
        rows.stream()
                .filter(row -> !UNSET.contains(row.operation()) && !isPreflight(row))
                .forEach(row ->
                        table.append(
                                "| %s | `%s`%s | %s |\n"
                                        .formatted(
                                                row.name(),
                                                request(row),
                                                row.copies() ? ", with a copy source" : "",
                                                names(parameters(row)))));
        DocPage.of("s3.md").requireMade("operations", table.toString());
    }

    private static Set<String> parameters(Route row) {
        Set<String> all = new TreeSet<>(row.parameters());
        if (row.knows(PastRequest.PARAMETER)) {
            all.add(PastRequest.PARAMETER);
        }
        return all;
    }

    private static boolean isPreflight(Route row) {
        return row.operation() instanceof Preflight;
    }

    private static String request(Route row) {
        String path =
                switch (row.level()) {
                    case SERVICE -> "/";
                    case BUCKET -> "/BUCKET";
                    case OBJECT -> "/BUCKET/KEY";
                };
        String query = String.join("&", new TreeSet<>(row.selectors()));
        return row.method() + " " + path + (query.isEmpty() ? "" : "?" + query);
    }

    private static String names(Set<String> names) {
        return new TreeSet<>(names)
                .stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }

    @Test
    void saysWhatIsAnsweredWhereNothingIsSet() {
        StringBuilder table =
                new StringBuilder("| request | answer for a new bucket |\n|---|---|\n");
        rows.stream()
                .filter(row ->
                        UNSET.contains(row.operation())
                                || (row.method().equals("GET")
                                        && row.level() == Level.BUCKET
                                        && SETTINGS.containsAll(row.selectors())
                                        && !row.selectors().isEmpty()))
                .forEach(row ->
                        table.append("| `%s` | %s |\n".formatted(request(row), answer(row))));
        DocPage.of("s3.md").requireMade("unset", table.toString());
    }

    private static String answer(Route row) {
        FakeCall call = KIT.call("");
        row.selectors().forEach(call::query);
        List<FakeCall.Answer> answers = new ArrayList<>();
        Failed failed =
                catchThrowableOfType(Failed.class, () -> answers.add(call.send(row.operation())));
        return failed == null
                ? answers.getFirst().status() + ", " + kind(answers.getFirst().text())
                : failed.code().status() + " `" + failed.code().code() + "`";
    }

    private static String kind(String document) {
        boolean empty = new Told(200, new Headers(), document).xml().children().isEmpty();
        return empty ? "an empty document" : "what holds for all buckets";
    }

    @Test
    void listsSubResourcesThatAreRefused() {
        Set<String> refused = new TreeSet<>(Parameters.SUB_RESOURCES);
        rows.forEach(row -> refused.removeAll(row.selectors()));
        DocPage.of("s3.md").requireMade("refused", wrapped(names(refused)) + "\n");
    }

    private static String wrapped(String text) {
        StringBuilder out = new StringBuilder();
        int column = 0;
        for (String word : BLANK.splitAsStream(text).toList()) {
            boolean fits = column + 1 + word.length() <= WIDTH;
            out.append(column == 0 ? "" : fits ? " " : "\n").append(word);
            column = fits && column > 0 ? column + 1 + word.length() : word.length();
        }
        return out.toString();
    }

    @Test
    void givesTheLimitsOfTheCode() {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("key", DocPage.count(ObjectKey.MAX_BYTES) + " bytes of UTF-8");
        expected.put("bucket name", "3 to 63 characters");
        expected.put("body of one PUT, part, form or copied source", size(Incoming.MAX_BYTES));
        expected.put("object", size(Limits.DEFAULT.objectBytes()));
        expected.put("part of an upload, except the last", "from " + minimum());
        expected.put("part number", "1 to " + DocPage.count(ObjectPart.MAX_NUMBER));
        expected.put("user metadata, names and values", size(ObjectMetadata.MAX_USER_BYTES));
        expected.put("tags of an object", DocPage.count(Tags.MAX_OF_OBJECT));
        expected.put("tags of a bucket", DocPage.count(PutBucketTagging.MOST));
        expected.put("tag", Tags.MAX_KEY + " characters, its value " + Tags.MAX_VALUE);
        expected.put("keys in one DeleteObjects", DocPage.count(DeleteDocument.MAX_ENTRIES));
        expected.put("page of objects, versions, uploads", DocPage.count(ListParameters.MOST));
        expected.put("page of parts", DocPage.count(ListParts.MOST));
        expected.put("page of buckets", DocPage.count(ListBuckets.MOST));
        expected.put("XML document", size(XmlInput.DEFAULT_LIMIT));
        expected.put("XML document that completes an upload", size(CompleteDocument.LIMIT));
        expected.put("fields of a form before the file", size(Form.MAX_FIELDS_BYTES));
        assertThat(DocPage.of("s3.md").table("## Limits")).isEqualTo(expected);
        assertThat(BucketName.isValid("a".repeat(63))).isTrue();
        assertThat(BucketName.isValid("a".repeat(64))).isFalse();
        assertThat(BucketName.isValid("aa")).isFalse();
    }

    private static String minimum() {
        return size(Limits.DEFAULT.partBytes());
    }

    private static String size(long bytes) {
        return DocPage.size(bytes);
    }

    @Test
    void givesOwnErrorsWithTheirStatus() {
        Map<String, String> known =
                Arrays.stream(ErrorCode.values())
                        .collect(
                                Collectors.toMap(
                                        code -> "`" + code.code() + "`",
                                        code -> Integer.toString(code.status())));
        Map<String, String> told = DocPage.of("s3.md").table("## Errors that S3 has not");
        assertThat(told)
                .isNotEmpty()
                .allSatisfy((code, status) -> assertThat(known).containsEntry(code, status));
    }
}
