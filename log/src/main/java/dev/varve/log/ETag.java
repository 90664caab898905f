package dev.varve.log;

/// An entity tag, unquoted: 32 hex digits of MD5, with `-N` for a multipart object of N parts.
public record ETag(String value) {
    public ETag {
        if (value.isEmpty() || value.length() > 128 || value.indexOf('"') >= 0) {
            throw new IllegalArgumentException("not an entity tag: " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
