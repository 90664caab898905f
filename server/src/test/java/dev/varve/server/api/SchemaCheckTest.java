package dev.varve.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaCheckTest {
    private enum Colour {
        DARK_RED,
        BLUE
    }

    private record Inner(int count) {}

    private record Outer(
            String name,
            boolean ready,
            @Nullable Instant since,
            Colour colour,
            List<Inner> inners,
            Map<String, Long> sizes) {}

    private static List<String> wrong(String json) {
        Schemas schemas = new Schemas();
        JsonNode schema = schemas.of(Outer.class, Schemas.Way.ANSWERED);
        JsonNode document = Json.tree("{\"components\":{\"schemas\":" + text(schemas) + "}}");
        return SchemaCheck.wrong(document, schema, Json.tree(json));
    }

    private static String text(Schemas schemas) {
        return new String(Json.bytes(schemas.components()), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'name':'a','ready':true,'colour':'dark-red','inners':[],'sizes':{}}",
                "{'name':'','ready':false,'since':'2026-01-31T12:00:00Z','colour':'blue',"
                        + "'inners':[{'count':1},{'count':2}],'sizes':{'x':9000000000}}"
            })
    void takesWhatTheRecordCanSay(String json) {
        assertThat(wrong(json.replace('\'', '"'))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {'ready':true,'colour':'blue','inners':[],'sizes':{}}                         | /name is missing
                    {'name':1,'ready':true,'colour':'blue','inners':[],'sizes':{}}                | /name is no "string"
                    {'name':'','ready':1,'colour':'blue','inners':[],'sizes':{}}                  | /ready is no "boolean"
                    {'name':'','ready':true,'colour':'BLUE','inners':[],'sizes':{}}               | /colour "BLUE" is none of ["dark-red","blue"]
                    {'name':'','ready':true,'colour':'blue','inners':[{'count':1.5}],'sizes':{}}  | /inners/0/count is no "integer"
                    {'name':'','ready':true,'colour':'blue','inners':[{}],'sizes':{}}             | /inners/0/count is missing
                    {'name':'','ready':true,'colour':'blue','inners':[],'sizes':{'x':'1'}}        | /sizes/x is no "integer"
                    {'name':'','ready':true,'since':'now','colour':'blue','inners':[],'sizes':{}} | /since is no time: now
                    {'name':'','ready':true,'colour':'blue','inners':[],'sizes':{},'more':1}      | /more is not in the schema
                    []                                                                            | all of it is no "object"
                    """)
    void findsWhatItCannot(String json, String expected) {
        assertThat(wrong(json.replace('\'', '"'))).containsExactly(expected);
    }

    @Test
    void findsWhatFitsNoneOfSeveral() {
        JsonNode schema = Json.tree("{\"oneOf\":[{\"type\":\"string\"},{\"type\":\"boolean\"}]}");

        assertThat(SchemaCheck.wrong(schema, schema, Json.tree("true"))).isEmpty();
        assertThat(SchemaCheck.wrong(schema, schema, Json.tree("1"))).hasSize(1);
    }
}
