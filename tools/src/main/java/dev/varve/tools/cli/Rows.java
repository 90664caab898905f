package dev.varve.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.varve.tools.client.Json;
import dev.varve.tools.client.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Rows of an answer in the forms that a command prints.
record Rows(List<String> columns, List<JsonNode> rows) {
    private static final int WIDEST = 80;

    static Rows of(JsonNode answer) {
        List<String> columns = new ArrayList<>();
        answer.path("columns").forEach(each -> columns.add(each.asText()));
        List<JsonNode> rows = new ArrayList<>();
        answer.path("rows").forEach(rows::add);
        return new Rows(columns, rows);
    }

    /// Of columns with one name the last one counts.
    List<ObjectNode> objects() {
        return rows.stream().map(this::object).toList();
    }

    private ObjectNode object(JsonNode row) {
        ObjectNode object = Json.object();
        for (int i = 0; i < columns.size(); i++) {
            object.set(columns.get(i), row.get(i));
        }
        return object;
    }

    /// As in RFC 4180; nothing between two commas is no value.
    List<String> csv() {
        return Stream.concat(Stream.of(columns), rows.stream().map(row -> cells(row, "")))
                .map(cells -> cells.stream().map(Rows::quoted).collect(Collectors.joining(",")))
                .toList();
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }

    List<String> table() {
        List<List<String>> all =
                Stream.concat(Stream.of(columns), rows.stream().map(row -> cells(row, "-")))
                        .map(cells -> cells.stream().map(Printable::of).toList())
                        .toList();
        List<Integer> widths =
                IntStream.range(0, columns.size()).mapToObj(i -> width(all, i)).toList();
        return all.stream().map(cells -> line(cells, widths)).toList();
    }

    private static int width(List<List<String>> all, int column) {
        return all.stream()
                .mapToInt(cells -> Math.min(WIDEST, cells.get(column).length()))
                .max()
                .orElse(1);
    }

    private static String line(List<String> cells, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            line.append(cell).repeat(' ', Math.max(0, widths.get(i) - cell.length()) + 2);
        }
        return line.toString().stripTrailing();
    }

    private List<String> cells(JsonNode row, String none) {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> row.get(i).isNull() ? none : row.get(i).asText())
                .toList();
    }
}
