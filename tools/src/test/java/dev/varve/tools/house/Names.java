package dev.varve.tools.house;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the project's sources declare, to tell whether a page speaks of things that exist.
final class Names {
    private static final Pattern DECLARED =
            Pattern.compile("\\b(?:class|record|interface|enum) ([A-Z]\\w*)");

    /// `Type`, `CONSTANT`, `Type.Nested.method` or `Type.method(…)`.
    private static final Pattern NAME = Pattern.compile("([A-Z]\\w+)((?:\\.\\w+)*)(?:\\(.*\\))?");

    private static final List<String> JDK =
            List.of(
                    "java.lang.",
                    "java.util.",
                    "java.time.",
                    "java.io.",
                    "java.nio.file.",
                    "java.security.");

    private final Map<String, List<String>> textsByType;
    private final Set<String> words;

    private Names(Map<String, List<String>> textsByType, Set<String> words) {
        this.textsByType = textsByType;
        this.words = words;
    }

    static Names of(List<SourceFile> files) {
        Map<String, List<String>> texts =
                files.stream()
                        .map(file -> String.join("\n", file.lines()))
                        .flatMap(Names::declared)
                        .collect(
                                Collectors.groupingBy(
                                        Map.Entry::getKey,
                                        Collectors.mapping(
                                                Map.Entry::getValue, Collectors.toList())));
        Set<String> words = new HashSet<>();
        files.forEach(
                file -> file.lines().forEach(line -> words.addAll(List.of(line.split("\\W+")))));
        return new Names(texts, words);
    }

    private static Stream<Map.Entry<String, String>> declared(String text) {
        return DECLARED.matcher(text).results().map(found -> Map.entry(found.group(1), text));
    }

    /// Whether `code` looks like a name, but of nothing that is there.
    boolean isUnknown(String code) {
        Matcher name = NAME.matcher(code);
        return name.matches() && !isKnown(name.group(1), name.group(2));
    }

    private boolean isKnown(String type, String members) {
        if (isConstant(type) && members.isEmpty()) {
            return words.contains(type);
        }
        return textsByType.containsKey(type)
                ? textsByType.getOrDefault(type, List.of()).stream()
                        .anyMatch(text -> mentionsAll(text, members))
                : isOfTheJdk(type);
    }

    private static boolean isConstant(String name) {
        return name.chars().noneMatch(Character::isLowerCase);
    }

    private static boolean mentionsAll(String text, String members) {
        return Stream.of(members.split("\\."))
                .filter(member -> !member.isEmpty())
                .allMatch(member -> Pattern.compile("\\b" + member + "\\b").matcher(text).find());
    }

    private static boolean isOfTheJdk(String type) {
        return JDK.stream().anyMatch(prefix -> exists(prefix + type));
    }

    private static boolean exists(String name) {
        try {
            Class.forName(name);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
