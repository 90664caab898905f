package dev.varve.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlTest {
    @Test
    void writesBlocks() {
        String json =
                """
                {"openapi":"3.1.0","tags":[{"name":"Buckets","at":1},{"name":"Keys"}],"none":{},
                "nothing":[],"paths":{"/v1/{b}":{"get":{"list":[["a"],"b",{}]}}}}
                """;
        assertThat(Yaml.of(Json.tree(json)))
                .isEqualTo(
                        """
                        openapi: "3.1.0"
                        tags:
                          - name: Buckets
                            at: 1
                          - name: Keys
                        none: {}
                        nothing: []
                        paths:
                          /v1/{b}:
                            get:
                              list:
                                -
                                  - a
                                - b
                                - {}
                        """);
    }

    /// Each of these would be something else without quotes.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    true      | "true"
                    No        | "No"
                    null      | "null"
                    12        | "12"
                    1e3       | "1e3"
                    .inf      | ".inf"
                    -         | "-"
                    ~         | "~"
                    a: b      | "a: b"
                    a #b      | "a #b"
                    #/a       | "#/a"
                    {a}       | "{a}"
                    *a        | "*a"
                    urn:x     | "urn:x"
                    ``        | ""
                    `a `      | "a "
                    a"b       | "a\\"b"
                    a, b (c)  | a, b (c)
                    it's a=b  | it's a=b
                    /v1/{key} | /v1/{key}
                    größe     | "größe"
                    """)
    void quotesWhatIsNotPlain(String text, String written) {
        String json = "[" + TextNode.valueOf(text) + "]";

        assertThat(Yaml.of(Json.tree(json))).isEqualTo("- " + written + "\n");
    }

    @Test
    void keepsNumbersAndWords() {
        assertThat(Yaml.of(Json.tree("[1,-2.5,true,null]")))
                .isEqualTo("- 1\n- -2.5\n- true\n- null\n");
    }
}
