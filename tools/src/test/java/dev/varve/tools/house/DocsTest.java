package dev.varve.tools.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.http.ErrorCode;
import dev.varve.tools.cli.VarveCli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// What the pages speak of exists: files, headings, commands, classes, tests.
class DocsTest {
    /// A command of ours, where a page shows how it is called.
    private static final Pattern COMMAND =
            Pattern.compile(
                    "^(?:\\./|\\w+=\\S+ )*(tools/varve|tools/[\\w-]+|mvnw|\\.ci/\\w+)( .*)?$");

    private static final Pattern PATH =
            Pattern.compile("(?:log|projections|replication|server|tools|docs)/[\\w./-]+");

    /// `log/…/Event.java`: a file somewhere below.
    private static final Pattern ELIDED =
            Pattern.compile("(\\w+)/(?:\\w+/)*…/(?:\\w+/)*(\\w+\\.java)");

    /// `404 NoSuchKey`, the code in backticks.
    private static final Pattern ERROR = Pattern.compile("\\b(304|[45]\\d\\d) `(\\w+)`");

    private static final Map<String, Integer> ERRORS =
            Arrays.stream(ErrorCode.values())
                    .collect(Collectors.toMap(ErrorCode::code, ErrorCode::status));

    /// Stands for any name, in rules on how things are called.
    private static final Pattern PLACEHOLDER = Pattern.compile("X(?:[A-Z][a-z]\\w*)?");

    /// Praise that no test can show, and paths of one machine. Spelled so that nothing finds itself.
    private static final Pattern BANNED =
            Pattern.compile(
                    "(?i)\\b(blaz"
                            + "ing|seam"
                            + "less|effort"
                            + "less|cutting-"
                            + "edge|best-in-"
                            + "class|world-"
                            + "class|simp"
                            + "ly|game-"
                            + "chang\\w+|TO"
                            + "DO|FIX"
                            + "ME)\\b|(?<![\\w.])/(work|root|home|Users)/\\w");

    private static Path root = Path.of("");
    private static List<Page> pages = List.of();
    private static List<SourceFile> sources = List.of();
    private static Names names = Names.of(List.of());
    private static String scripts = "";

    @BeforeAll
    static void read() throws IOException {
        SourceTree tree = SourceTree.read();
        root = tree.root();
        sources = tree.files();
        names = Names.of(sources);
        scripts = Files.readString(root.resolve("mvnw")) + Files.readString(varve());
        try (Stream<Path> files = Files.walk(root)) {
            pages = files.filter(DocsTest::isPage).map(file -> Page.read(root, file)).toList();
        }
    }

    private static Path varve() {
        return root.resolve("tools/varve");
    }

    private static boolean isPage(Path file) {
        String path = root.relativize(file).toString();
        return path.endsWith(".md") && !path.startsWith(".") && !path.contains("target/");
    }

    @Test
    void findsThePages() {
        assertThat(pages)
                .extracting(page -> page.path().toString())
                .contains("README.md", "CONTRIBUTING.md", "docs/architecture.md");
    }

    @Test
    void linksLeadSomewhere() {
        assertThat(pages.stream().flatMap(page -> broken(page, page.links().stream()))).isEmpty();
    }

    private static Stream<String> broken(Page page, Stream<String> links) {
        return links.filter(link -> !leads(page, link)).map(link -> page.path() + ": " + link);
    }

    private static boolean leads(Page page, String link) {
        int hash = link.indexOf('#');
        String file = hash < 0 ? link : link.substring(0, hash);
        Path target = file.isEmpty() ? page.path() : page.path().resolveSibling(file).normalize();
        if (hash < 0 || !Files.exists(root.resolve(target))) {
            return Files.exists(root.resolve(target));
        }
        return Page.read(root, root.resolve(target)).anchors().contains(link.substring(hash + 1));
    }

    @Test
    void everyPageOfDocsIsLinked() {
        Set<Path> linked =
                pages.stream()
                        .flatMap(page ->
                                page.links().stream()
                                        .map(link -> link.replaceFirst("#.*", ""))
                                        .map(page.path()::resolveSibling))
                        .map(Path::normalize)
                        .collect(Collectors.toSet());
        assertThat(pages.stream().map(Page::path))
                .filteredOn(path -> !path.equals(Path.of("README.md")) && !linked.contains(path))
                .isEmpty();
    }

    @Test
    void pathsExist() {
        assertThat(pages.stream().flatMap(page -> bad(page, DocsTest::isMissingPath))).isEmpty();
    }

    private static boolean isMissingPath(String code) {
        Matcher elided = ELIDED.matcher(code);
        if (elided.matches()) {
            return sources.stream()
                    .noneMatch(file ->
                            file.path().startsWith(elided.group(1))
                                    && file.path().endsWith(elided.group(2)));
        }
        boolean built = code.contains("/target/");
        return PATH.matcher(code).matches() && !built && !Files.exists(root.resolve(code));
    }

    /// A format also names what it only reserves.
    @Test
    void namesOfCodeExist() {
        assertThat(
                        pages.stream()
                                .filter(page -> !page.path().endsWith("FORMAT.md"))
                                .flatMap(page -> bad(page, DocsTest::isUnknownName)))
                .isEmpty();
    }

    private static boolean isUnknownName(String code) {
        return names.isUnknown(code)
                && !ERRORS.containsKey(code)
                && !scripts.contains(code)
                && !PLACEHOLDER.matcher(code).matches()
                && !Files.exists(root.resolve(code));
    }

    @Test
    void errorsHaveTheirStatus() {
        assertThat(pages.stream().flatMap(page -> wrongErrors(page.prose()))).isEmpty();
        assertThat(wrongErrors(List.of("is 404 `NoSuchKey`, 403 `NoSuchKey`, 404 `Gone`")))
                .containsExactly("403 `NoSuchKey`", "404 `Gone`");
    }

    private static Stream<String> wrongErrors(List<String> prose) {
        return prose.stream()
                .flatMap(line -> ERROR.matcher(line).results())
                .filter(found -> !found.group(1).equals(String.valueOf(ERRORS.get(found.group(2)))))
                .map(MatchResult::group);
    }

    private static Stream<String> bad(Page page, Predicate<String> isBad) {
        return page.code().stream().filter(isBad).map(code -> page.path() + ": " + code);
    }

    @Test
    void commandsExist() {
        List<String> commands =
                pages.stream()
                        .flatMap(
                                page -> Stream.concat(page.fenced().stream(), page.code().stream()))
                        .map(String::strip)
                        .filter(line -> COMMAND.matcher(line).matches())
                        .toList();
        assertThat(commands).anyMatch(line -> line.startsWith("tools/varve serve"));
        assertThat(commands).allSatisfy(DocsTest::isThere);
    }

    private static void isThere(String line) {
        Matcher command = COMMAND.matcher(line);
        assertThat(command.matches()).isTrue();
        assertThat(root.resolve(command.group(1))).isExecutable();
        String arguments = command.group(2);
        if (command.group(1).equals("tools/varve") && arguments != null) {
            List<String> words = List.of(arguments.strip().split("\\s+"));
            subcommands(new CommandLine(VarveCli.class), words);
        }
    }

    /// Words up to the first option, path or comment must name subcommands.
    private static void subcommands(CommandLine at, List<String> words) {
        if (at.getSubcommands().isEmpty() || !words.getFirst().matches("[a-z]+")) {
            return;
        }
        assertThat(at.getSubcommands()).containsKey(words.getFirst());
        CommandLine named = at.getSubcommands().get(words.getFirst());
        if (named != null && words.size() > 1) {
            subcommands(named, words.subList(1, words.size()));
        }
    }

    @Test
    void clientsHaveTheVersionsThatArePinned() throws IOException {
        String clients = "tools/src/test/clients/";
        List<String> pinned =
                Stream.of(
                                versions(clients + "requirements.txt", "(?:awscli|boto3)==(.+)"),
                                versions(
                                        clients + "package.json",
                                        "\"(?:@aws-sdk/client-s3|minio)\": \"(.+)\""),
                                versions(
                                        "pom.xml", "<(?:aws-crt|aws-sdk|minio)\\.version>(.+)</.+"))
                        .flatMap(List::stream)
                        .toList();
        assertThat(pinned).hasSize(7);
        String page = Files.readString(root.resolve("docs/s3.md"));
        assertThat(page.substring(page.indexOf("## Clients that were tried"))).contains(pinned);
    }

    private static List<String> versions(String file, String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(root.resolve(file)))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @Test
    void nothingIsPraisedOrLeftUnfinished() {
        assertThat(pages.stream().flatMap(page -> page.lines().filter(BANNED.asPredicate())))
                .isEmpty();
    }

    @Test
    void seesWhatIsWrong() {
        Page page =
                Page.of(
                        Path.of("docs", "x.md"),
                        List.of("[a](gone.md) [b](architecture.md#gone) `Gone.here`", "# A b"));
        assertThat(broken(page, page.links().stream())).hasSize(2);
        assertThat(page.code()).allMatch(DocsTest::isUnknownName);
        assertThat(page.anchors()).containsExactly("a-b");
        assertThat("log/…/Gone.java").matches(DocsTest::isMissingPath);
        assertThat("It is sea" + "mless").matches(BANNED.asPredicate());
    }
}
