package dev.varve.tools.client;

import dev.varve.tools.s3.AccessKey;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// Where the server is, and as whom it is asked.
///
/// @param server scheme, host and port, nothing behind
/// @param region that signatures name
public record ClientSettings(
        URI server, Optional<AccessKey> key, Auth auth, String region, Optional<Path> ca) {
    /// How a key is shown.
    public enum Auth {
        /// By a signature: the secret stays here.
        SIGNATURE,
        /// As it is (HTTP Basic), which takes TLS.
        BASIC
    }

    public ClientSettings {
        if (auth == Auth.BASIC && key.isPresent() && !isSecure(server) && !isLocal(server)) {
            throw new BadSetting(
                    "with --auth basic the secret itself is sent, and " + server + " has no TLS");
        }
    }

    /// @throws BadSetting for what is not the address of a server
    public static URI server(String text) {
        try {
            URI uri = new URI(text.contains("://") ? text : "http://" + text);
            String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
            boolean bare =
                    uri.getRawQuery() == null
                            && uri.getRawFragment() == null
                            && uri.getRawUserInfo() == null
                            && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"));
            if (bare && uri.getHost() != null && scheme.matches("https?")) {
                return new URI(scheme, null, uri.getHost(), uri.getPort(), null, null, null);
            }
        } catch (URISyntaxException e) {
            throw notAServer(text);
        }
        throw notAServer(text);
    }

    private static BadSetting notAServer(String text) {
        return new BadSetting(
                "'" + text + "' is not an address of a server, such as https://example.org:9000");
    }

    private static boolean isSecure(URI server) {
        return server.getScheme().equals("https");
    }

    private static boolean isLocal(URI server) {
        String host = server.getHost();
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }

    /// As the JDK's client writes the header.
    String host() {
        boolean usual = server.getPort() < 0 || server.getPort() == (isSecure(server) ? 443 : 80);
        return usual ? server.getHost() : server.getHost() + ":" + server.getPort();
    }

    Login login() {
        return key.<Login>map(known ->
                        switch (auth) {
                            case SIGNATURE -> Login.Signed.of(known, region);
                            case BASIC -> new Login.Basic(known);
                        })
                .orElseGet(Login.Nobody::new);
    }
}
