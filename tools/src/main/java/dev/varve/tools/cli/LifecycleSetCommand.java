package dev.varve.tools.cli;

import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.ApiRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `varve lifecycle set`: replaces the rules of a bucket.
@Command(
        name = "set",
        description = {
            "Replace all rules of a bucket. A rule is a JSON object, such as",
            "  {\"id\":\"logs\",\"filter\":{\"prefix\":\"logs/\"},\"expire\":{\"after_days\":30}}"
        },
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class LifecycleSetCommand implements Callable<Integer> {
    @Mixin private ClientOptions server;
    @Mixin private Output output;
    @Mixin private LifecycleRules rules;

    @Parameters(index = "0", paramLabel = "BUCKET", description = "Its name.")
    private String name;

    @Override
    public Integer call() {
        try (ApiClient client = server.connect()) {
            ApiRequest request =
                    ApiRequest.of("PUT", "buckets", name, "lifecycle").json(rules.required());
            LifecycleShowCommand.print(output, client.call(request).json());
            return ExitCodes.SOUND;
        }
    }
}
