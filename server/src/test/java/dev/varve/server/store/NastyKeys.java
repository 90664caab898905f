package dev.varve.server.store;

import java.util.List;

/// Keys that stores get wrong: paths in disguise, prefixes of each other, the ends of UTF-8.
final class NastyKeys {
    static final List<String> ALL =
            List.of(
                    "a",
                    "a/",
                    "a//",
                    "a//b",
                    "a/b",
                    "a/b/c",
                    "a/b/",
                    "ab",
                    "/",
                    "//",
                    "/a",
                    ".",
                    "..",
                    "../a",
                    "a/../b",
                    "%2F",
                    "a%2Fb",
                    "a b",
                    "a\0",
                    "a\0b",
                    "\0",
                    "\0\0",
                    "\1",
                    "\u007f",
                    "\u00ff",
                    "\u00ff/",
                    "\ufffd",
                    "\ufffd/x",
                    "\ud800\udc00",
                    "\ud800\udc00/x",
                    "\uffff",
                    "\udbff\udfff",
                    "x".repeat(1023),
                    "x".repeat(1024),
                    "x".repeat(1022) + "/x",
                    "\udbff\udfff".repeat(256));

    private NastyKeys() {}
}
