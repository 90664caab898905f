package dev.varve.server.surface.form;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the headers of a part say.
///
/// @param fileName as sent, folders too; null for a field
/// @param contentType null where none is said
public record PartHead(String name, @Nullable String fileName, @Nullable String contentType) {
    private static final String DISPOSITION = "content-disposition:";
    private static final String TYPE = "content-type:";

    /// What is quoted is matched possessively: else a long one would take a stack frame a character.
    private static final Pattern PARAMETER =
            Pattern.compile(
                    ";\\s*(name|filename)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s;\"]+))",
                    Pattern.CASE_INSENSITIVE);

    /// @throws FormException when the part has no name
    static PartHead parse(List<String> lines) throws FormException {
        PartHead head = new PartHead("", null, null);
        for (String line : lines) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith(DISPOSITION)) {
                head = head.disposed(line);
            } else if (lower.startsWith(TYPE)) {
                head =
                        new PartHead(
                                head.name, head.fileName, line.substring(TYPE.length()).strip());
            }
        }
        if (head.name.isEmpty()) {
            throw new FormException("a part has no name");
        }
        return head;
    }

    private PartHead disposed(String line) {
        String named = name;
        String file = fileName;
        Matcher parameter = PARAMETER.matcher(line);
        while (parameter.find()) {
            String text =
                    parameter.group(2) == null
                            ? parameter.group(3)
                            : parameter.group(2).replace("\\\"", "\"");
            if (parameter.group(1).equalsIgnoreCase("name")) {
                named = text;
            } else {
                file = text;
            }
        }
        return new PartHead(named, file, contentType);
    }

    /// The file's name without the folders that some browsers send; empty for none.
    public String bareFileName() {
        String path = fileName == null ? "" : fileName;
        return path.substring(1 + Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')));
    }
}
