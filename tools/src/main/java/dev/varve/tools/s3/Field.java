package dev.varve.tools.s3;

/// A header field or a query parameter, decoded.
public record Field(String name, String value) {}
