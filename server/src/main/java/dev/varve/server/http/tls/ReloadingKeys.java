package dev.varve.server.http.tls;

import dev.varve.server.http.HttpConfig.TlsFiles;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands out the identity that is in the files now. Handshakes look whether the files have changed,
/// at most once in a while; a new pair that is broken is reported, and the old one stays.
final class ReloadingKeys extends X509ExtendedKeyManager {
    private static final Logger log = LoggerFactory.getLogger(ReloadingKeys.class);
    private static final String ALIAS = "varve-";

    private final TlsFiles files;
    private Identity identity;
    private @Nullable Identity previous;
    private List<Stamp> seen;
    private long looked = System.nanoTime();
    private int generation;

    /// What tells one state of a file from another; the key is that of a link's target.
    private record Stamp(FileTime modified, long size, @Nullable Object key) {
        static Stamp of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(
                    attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        }
    }

    ReloadingKeys(TlsFiles files) throws IOException, GeneralSecurityException {
        this.files = files;
        this.seen = stamps();
        this.identity = Identity.read(files);
    }

    private List<Stamp> stamps() throws IOException {
        return List.of(Stamp.of(files.certificates()), Stamp.of(files.key()));
    }

    /// @return null where the key is of another kind
    private synchronized @Nullable String alias(String keyType) {
        long now = System.nanoTime();
        if (now - looked > files.poll().toNanos()) {
            looked = now;
            reload();
        }
        boolean offered = keyType.equals(identity.key().getAlgorithm());
        return offered ? ALIAS + keyType + "-" + generation : null;
    }

    private void reload() {
        try {
            List<Stamp> found = stamps();
            if (!found.equals(seen)) {
                seen = found;
                Identity read = Identity.read(files);
                previous = identity;
                identity = read;
                generation++;
                log.info("Read a new certificate from {}", files.certificates());
            }
        } catch (IOException | GeneralSecurityException e) {
            log.error(
                    "The new certificate or key is no good; the old one stays: {}", e.getMessage());
        }
    }

    /// The one a handshake began with, though another came in between.
    private synchronized Identity of(String alias) {
        Identity before = previous;
        return before != null && !alias.endsWith("-" + generation) ? before : identity;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return alias(keyType);
    }

    @Override
    public @Nullable String chooseServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(keyType);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return of(alias).chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return of(alias).key();
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        String alias = alias(keyType);
        return alias == null ? null : new String[] {alias};
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
