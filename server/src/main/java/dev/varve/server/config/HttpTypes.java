package dev.varve.server.config;

import dev.varve.server.http.AddressRange;

/// How addresses and origins are written down.
final class HttpTypes {
    static final Type<AddressRange> RANGE =
            new Type<>(
                    "addresses or CIDR ranges, such as 10.0.0.0/8 or ::1",
                    AddressRange::parse,
                    AddressRange::toString);

    static final Type<String> ORIGIN =
            Type.text(
                    "origins, such as https://app.example.com or https://*.example.com, or *",
                    "\\*|[a-z][a-z0-9+.-]*://[^\\s,*/]*\\*?[^\\s,*/]*");

    static final Type<String> CALLER =
            Type.text(
                    "ids of users, or role:admin, role:editor, role:uploader, role:readonly",
                    "role:(?:admin|editor|uploader|readonly)|(?!role:)[^\\s,]{1,128}");

    private HttpTypes() {}
}
