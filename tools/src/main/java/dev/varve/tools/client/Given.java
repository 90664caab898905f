package dev.varve.tools.client;

import dev.varve.tools.client.ClientSettings.Auth;
import dev.varve.tools.s3.AccessKey;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What flags, environment and file say of the server; the first that says something counts.
///
/// @param server of a flag
/// @param key of a flag: an id, or an id and a secret with a colon between them
public record Given(
        Optional<String> server,
        Optional<String> key,
        Optional<String> auth,
        Optional<Path> ca,
        Map<String, String> environment) {
    static final URI USUAL = URI.create("http://127.0.0.1:9000");
    private static final String SECRET = "VARVE_SECRET_KEY";

    public Given {
        environment = Map.copyOf(environment);
    }

    /// @throws BadSetting for what makes no sense
    public ClientSettings settings() {
        ClientFile file = ClientFile.read(ClientFile.path(environment));
        Optional<URI> known = file.server().map(ClientSettings::server);
        URI server =
                server().or(() -> variable("VARVE_SERVER"))
                        .map(ClientSettings::server)
                        .or(() -> known)
                        .or(() -> variable("AWS_ENDPOINT_URL").map(ClientSettings::server))
                        .orElse(USUAL);
        // A key that a file has for one server is nothing to show to another.
        boolean same = known.map(server::equals).orElse(true);
        Optional<AccessKey> key =
                ofFlag().or(() -> pair("VARVE_ACCESS_KEY", SECRET))
                        .or(() -> same ? file.key() : Optional.empty())
                        .or(() -> pair("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"));
        return new ClientSettings(
                server,
                key,
                auth().or(() -> variable("VARVE_AUTH"))
                        .or(file::auth)
                        .map(Given::parse)
                        .orElse(Auth.SIGNATURE),
                variable("VARVE_REGION")
                        .or(file::region)
                        .or(() -> variable("AWS_DEFAULT_REGION"))
                        .orElse("us-east-1"),
                ca().or(() -> variable("VARVE_CA").map(Path::of)).or(file::ca));
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
    }

    private Optional<AccessKey> pair(String id, String secret) {
        return variable(id)
                .map(text ->
                        new AccessKey(
                                text,
                                variable(secret)
                                        .orElseThrow(() ->
                                                new BadSetting(
                                                        id
                                                                + " is set, but "
                                                                + secret
                                                                + " is not"))));
    }

    private Optional<AccessKey> ofFlag() {
        return key.map(text -> {
            int colon = text.indexOf(':');
            if (colon == 0 || text.isEmpty() || colon == text.length() - 1) {
                throw new BadSetting("--key takes ID, or ID:SECRET");
            }
            return colon > 0
                    ? new AccessKey(text.substring(0, colon), text.substring(colon + 1))
                    : new AccessKey(
                            text,
                            variable(SECRET)
                                    .orElseThrow(() ->
                                            new BadSetting(
                                                    "--key has no secret; set "
                                                            + SECRET
                                                            + ", which others on this machine do"
                                                            + " not see")));
        });
    }

    private static Auth parse(String text) {
        return Arrays.stream(Auth.values())
                .filter(auth -> auth.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() ->
                        new BadSetting(
                                "auth is signature or basic, not '"
                                        + text.toLowerCase(Locale.ROOT)
                                        + "'"));
    }
}
