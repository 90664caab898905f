package dev.varve.server.http.tls;

import dev.varve.server.http.HttpConfig.TlsFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/// TLS 1.2 and 1.3 for a server, with a choice of HTTP/2 and HTTP/1.1.
public final class ServerTls {
    private static final List<String> PROTOCOLS = List.of("h2", "http/1.1");

    private final SSLContext context;

    /// @throws UncheckedIOException when the files cannot be read or are no good
    public ServerTls(TlsFiles files) {
        try {
            context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new ReloadingKeys(files)}, null, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new UncheckedIOException(
                    new IOException(
                            "The certificate in %s or the key in %s is no good: %s"
                                    .formatted(files.certificates(), files.key(), e.getMessage()),
                            e));
        }
    }

    /// For one connection.
    public SSLEngine engine() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        parameters.setUseCipherSuitesOrder(true);
        engine.setSSLParameters(parameters);
        engine.setHandshakeApplicationProtocolSelector((_, offered) -> chosen(offered));
        return engine;
    }

    /// An empty answer goes on without a protocol, which is then HTTP/1.1.
    private static String chosen(List<String> offered) {
        return PROTOCOLS.stream().filter(offered::contains).findFirst().orElse("");
    }
}
