package dev.varve.tools.cli;

import dev.varve.tools.client.Condition;
import dev.varve.tools.client.Upload;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What may be said of an object that is stored.
final class PutOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--type", description = "Its content type (by the name's ending).")
    private String type;

    @Option(
            names = "--meta",
            paramLabel = "NAME=VALUE",
            description = "Custom metadata; may be given more than once.")
    private Map<String, String> meta = Map.of();

    @Option(names = "--if-absent", description = "Only where there is no object yet.")
    private boolean absent;

    @Option(
            names = "--if-match",
            paramLabel = "ETAG",
            description = "Only in the place of an object with this tag.")
    private String match;

    Upload.Attributes attributes(String name) {
        Upload.Attributes usual = Upload.Attributes.ofName(name);
        return new Upload.Attributes(Optional.ofNullable(type).or(usual::contentType), meta);
    }

    Condition condition() {
        if (absent && match != null) {
            throw new ParameterException(
                    spec.commandLine(), "--if-absent and --if-match do not go together");
        }
        if (absent) {
            return Condition.ABSENT;
        }
        return match == null ? Condition.NONE : Condition.over(match.replace("\"", ""));
    }
}
