package dev.varve.tools.cli;

import dev.varve.log.BlobStore.ScrubDepth;
import dev.varve.log.BlobStore.ScrubFinding;
import dev.varve.log.BlobStore.ScrubSummary;
import dev.varve.log.blob.LocalBlobStore;
import dev.varve.tools.inspect.OfflineStore;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `varve blob scrub`: reads what is stored and says what is bad.
@Command(
        name = "scrub",
        description = {
            "Check headers and sizes of all stored blobs, or every byte of them.",
            "What is bad is set aside, so that it is never served and is stored anew when it comes"
                    + " again."
        },
        mixinStandardHelpOptions = true,
        footer = ExitCodes.HELP)
final class BlobScrubCommand implements Callable<Integer> {
    @Mixin private DataOption data;
    @Spec private CommandSpec spec;

    @Option(names = "--deep", description = "Read every byte and hold it against its blob's id.")
    private boolean deep;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (OfflineStore store = data.open();
                LocalBlobStore blobs = store.blobs()) {
            blobs.startUpFindings().forEach(finding -> print(finding, out));
            ScrubSummary summary =
                    blobs.scrub(
                            deep ? ScrubDepth.DEEP : ScrubDepth.LIGHT,
                            finding -> print(finding, out));
            long findings = summary.findings() + blobs.startUpFindings().size();
            out.printf(
                    "blobs %d, bytes %d, findings %d%n",
                    summary.blobs(), summary.bytes(), findings);
            return findings == 0 ? ExitCodes.SOUND : ExitCodes.DAMAGED;
        }
    }

    private static void print(ScrubFinding finding, PrintWriter out) {
        out.printf(
                "finding: %s at byte %d: %s%s%n",
                finding.file(),
                finding.offset(),
                finding.what(),
                finding.blob().map(blob -> ", " + blob).orElse(""));
    }
}
