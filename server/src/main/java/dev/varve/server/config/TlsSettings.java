package dev.varve.server.config;

import java.nio.file.Path;

/// PEM files: the certificate with its chain, and its private key.
public record TlsSettings(Path certificate, Path key) {}
