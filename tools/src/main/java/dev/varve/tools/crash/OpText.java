package dev.varve.tools.crash;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// Operations as words of one line and back.
final class OpText {
    private OpText() {}

    static String format(Op op) {
        String at = at(op.at());
        return switch (op) {
            case Op.Put(var _, Piece piece, Op.Condition condition, String etag) ->
                    String.join(" ", "put", at, piece(piece), condition.name(), etag);
            case Op.Copy(var _, Target from) -> String.join(" ", "copy", at, at(from));
            case Op.Delete _ -> "delete " + at;
            case Op.DeleteVersion(var _, String version) ->
                    String.join(" ", "delete-version", at, version);
            case Op.Undelete(var _, String version) -> String.join(" ", "undelete", at, version);
            case Op.Purge(var _, String version) -> String.join(" ", "purge", at, version);
            case Op.PurgeAll _ -> "purge-all " + at;
            case Op.Open _ -> "open " + at;
            case Op.PutPart(var _, String upload, int number, Piece piece) ->
                    String.join(" ", "part", at, upload, Integer.toString(number), piece(piece));
            case Op.Complete(var _, String upload, List<Integer> numbers) ->
                    String.join(" ", "complete", at, upload, numbers(numbers));
            case Op.Abort(var _, String upload) -> String.join(" ", "abort", at, upload);
            case Op.Together(var _, Piece piece, Target other, Target gone) ->
                    String.join(" ", "together", at, piece(piece), at(other), at(gone));
            case Op.MovePrefix(var _, Target to) -> String.join(" ", "move-prefix", at, at(to));
            case Op.RestorePrefix(var _, long position, List<String> objects) ->
                    String.join(
                            " ",
                            "restore-prefix",
                            at,
                            Long.toString(position),
                            String.join(",", objects));
            case Op.DeletePrefix _ -> "delete-prefix " + at;
        };
    }

    static Op parse(String text) {
        String[] word = text.split(" ", -1);
        Target at = new Target(Bin.valueOf(word[1]), word[2]);
        return switch (word[0]) {
            case "put" ->
                    new Op.Put(at, piece(word[3], word[4]), Op.Condition.valueOf(word[5]), word[6]);
            case "copy" -> new Op.Copy(at, new Target(Bin.valueOf(word[3]), word[4]));
            case "delete" -> new Op.Delete(at);
            case "delete-version" -> new Op.DeleteVersion(at, word[3]);
            case "undelete" -> new Op.Undelete(at, word[3]);
            case "purge" -> new Op.Purge(at, word[3]);
            case "purge-all" -> new Op.PurgeAll(at);
            case "open" -> new Op.Open(at);
            case "part" ->
                    new Op.PutPart(at, word[3], Integer.parseInt(word[4]), piece(word[5], word[6]));
            case "complete" -> new Op.Complete(at, word[3], numbers(word[4]));
            case "abort" -> new Op.Abort(at, word[3]);
            case "together" ->
                    new Op.Together(
                            at,
                            piece(word[3], word[4]),
                            new Target(Bin.valueOf(word[5]), word[6]),
                            new Target(Bin.valueOf(word[7]), word[8]));
            case "move-prefix" -> new Op.MovePrefix(at, new Target(Bin.valueOf(word[3]), word[4]));
            case "restore-prefix" ->
                    new Op.RestorePrefix(
                            at, Long.parseLong(word[3]), Arrays.asList(word[4].split(",", -1)));
            case "delete-prefix" -> new Op.DeletePrefix(at);
            default -> throw new IllegalArgumentException("not an operation: " + text);
        };
    }

    private static String at(Target target) {
        return target.bin().name() + " " + target.name();
    }

    private static String piece(Piece piece) {
        return piece.seed() + " " + piece.size();
    }

    private static Piece piece(String seed, String size) {
        return new Piece(Long.parseLong(seed), Integer.parseInt(size));
    }

    private static String numbers(List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static List<Integer> numbers(String text) {
        return Arrays.stream(text.split(",", -1)).map(Integer::valueOf).toList();
    }
}
