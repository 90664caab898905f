package dev.varve.server.api.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.Bytes;
import dev.varve.log.NodeId;
import dev.varve.log.StoreException;
import dev.varve.replication.ClusterLayout;
import dev.varve.replication.ClusterLayout.Mode;
import dev.varve.replication.ClusterLayout.NotOwner;
import dev.varve.replication.ClusterLayout.ReadOnly;
import dev.varve.replication.Keeps;
import dev.varve.replication.KeyRange;
import dev.varve.replication.Member;
import dev.varve.replication.Rule;
import dev.varve.server.api.ApiCall;
import dev.varve.server.api.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayoutFormTest {
    private static final NodeId SELF = new NodeId(0xa);
    private static final String TOML =
            """
            mode = "assigned"
            factor = 1
            default_owner = "a"
            not_owner = "refuse"

            [[members]]
            node = "self"
            name = "a"
            urls = ["https://a:9443"]
            keys = { 1 = "c0ffee", 2147483647 = "c0ffef" }

            [[members]]
            node = "000000000000000b"
            name = "b"
            urls = ["https://b:9443"]
            role = "read-only"
            weight = 3
            group = "east"
            classes = ["GLACIER"]
            include = ["photos/2024/", "*/x"]
            exclude = ["photos"]
            largest = 1000

            [[rules]]
            bucket = "photos"
            prefix = "2024/"
            suffix = ".png"
            content_type = "image/*"
            smallest = 1
            largest = 10
            storage_class = "GLACIER"
            owner = "a"
            """;

    @TempDir private Path directory;

    private static ClusterLayout expected() {
        Member a =
                new Member(
                        SELF,
                        "a",
                        List.of("https://a:9443"),
                        new TreeMap<>(
                                Map.of(
                                        1,
                                        Bytes.hex("c0ffee"),
                                        Integer.MAX_VALUE,
                                        Bytes.hex("c0ffef"))),
                        Member.Role.WRITER,
                        1,
                        "",
                        Keeps.ALL);
        Member b =
                new Member(
                        new NodeId(0xb),
                        "b",
                        List.of("https://b:9443"),
                        new TreeMap<>(),
                        Member.Role.READ_ONLY,
                        3,
                        "east",
                        new Keeps(
                                new TreeSet<>(List.of("GLACIER")),
                                List.of(new KeyRange("photos", "2024/"), new KeyRange("*", "x")),
                                List.of(new KeyRange("photos", "")),
                                1000));
        Rule rule =
                new Rule(
                        new Rule.Match("photos", "2024/", ".png", "image/*", 1, 10, "GLACIER"),
                        SELF);
        return new ClusterLayout(
                5,
                Mode.ASSIGNED,
                List.of(a, b),
                1,
                List.of(rule),
                SELF,
                NotOwner.REFUSE,
                ReadOnly.FORWARD);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    @Test
    void readsTomlAndJsonAlike() throws IOException {
        ClusterLayout layout = LayoutFile.read(file("layout.toml", TOML)).layout(5, SELF);
        assertThat(layout).isEqualTo(expected());
        String json = new String(ApiCall.bytes(LayoutForm.of(layout)), StandardCharsets.UTF_8);
        assertThat(LayoutFile.read(file("layout.json", json)).layout(1, SELF)).isEqualTo(layout);
    }

    @Test
    void takesEveryIdThatAKeyMayHave() {
        LayoutForm form =
                read(
                        """
                        {"mode":"replicated",
                         "members":[{"node":"self","name":"a","urls":["http://a:9000"],
                                     "keys":{"0":"00","2147483647":"01"}}]}
                        """);
        assertThat(form.layout(1, SELF).members().getFirst().keys())
                .containsOnlyKeys(0, Integer.MAX_VALUE);
    }

    @Test
    void whatIsMissingIsAsForAWriterThatKeepsAll() {
        LayoutForm form =
                read(
                        """
                        {"mode":"replicated",
                         "members":[{"node":"self","name":"a","urls":["http://a:9000"]}]}
                        """);
        Member member = form.layout(1, SELF).members().getFirst();
        assertThat(member.role()).isEqualTo(Member.Role.WRITER);
        assertThat(member.weight()).isEqualTo(1);
        assertThat(member.keeps()).isEqualTo(Keeps.ALL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "node":"B"               | members[0]: a node's id has 16 hexadecimal digits
                    "urls":[null]            | members[0]: null stands for nothing here
                    "keys":{"x":"00"}        | members[0]: keys are hexadecimal digits by a number
                    "keys":{"2147483648":""} | members[0]: keys are hexadecimal digits by a number
                    "keys":{"1":null}        | members[0]: null stands for nothing here
                    "classes":["COLD"]       | members[0]: there is no storage class 'COLD'
                    "include":["A/x"]        | members[0]: 'A' is no bucket
                    "weight":1001            | members[0]: the weight of a is 0 to 1000
                    """)
    void saysWhichMemberIsWrong(String field, String says) {
        String name = field.substring(1, field.indexOf('"', 1));
        Map<String, String> fields = new TreeMap<>();
        fields.put("node", "\"node\":\"self\"");
        fields.put("name", "\"name\":\"a\"");
        fields.put("urls", "\"urls\":[\"http://a:9000\"]");
        fields.put(name, field);
        LayoutForm form =
                read(
                        "{\"mode\":\"replicated\",\"members\":[{"
                                + String.join(",", fields.values())
                                + "}]}");
        assertThatThrownBy(() -> form.layout(1, SELF))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(says);
    }

    @Test
    void ownersGoByTheirNames() {
        LayoutForm form =
                read(
                        """
                        {"mode":"assigned",
                         "members":[{"node":"self","name":"a","urls":["http://a:9000"]}],
                         "rules":[{"owner":"c"}]}
                        """);
        assertThatThrownBy(() -> form.layout(1, SELF))
                .hasMessage("rules[0]: owner: no member is called 'c'");
    }

    @Test
    void namesTheFileThatCannotBeRead() throws IOException {
        assertThatThrownBy(() -> LayoutFile.read(directory.resolve("gone.toml")))
                .isInstanceOf(StoreException.Failed.class)
                .hasMessageContaining("gone.toml: cannot be read");
        Path bad = file("bad.toml", "what is this");
        assertThatThrownBy(() -> LayoutFile.read(bad)).hasMessageContaining("bad.toml: not TOML");
        Path typo = file("typo.toml", "mode = 'replicated'\nmember = 1\n");
        assertThatThrownBy(() -> LayoutFile.read(typo)).hasMessageContaining("'member'");
    }

    private static LayoutForm read(String json) {
        return Json.read(json.getBytes(StandardCharsets.UTF_8), LayoutForm.class);
    }
}
