package dev.varve.server.s3;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Percent;
import dev.varve.server.http.QueryString;
import dev.varve.server.store.Listings.Listing;

/// What every listing is asked.
///
/// @param delimiter empty for none
/// @param max of keys and common prefixes on the page
/// @param encoded whether names go percent-encoded into the document, for what XML cannot hold
record ListParameters(String prefix, String delimiter, int max, boolean encoded) {
    static final int MOST = 1000;
    private static final String ENCODING = "encoding-type";

    /// @param maxName how this listing calls the size of a page
    static ListParameters of(QueryString query, String maxName) {
        return new ListParameters(
                query.get("prefix", ""),
                query.get("delimiter", ""),
                max(maxName, query.get(maxName, "")),
                isEncoded(query.get(ENCODING, "")));
    }

    /// Asking for more than a page holds is no error.
    private static int max(String name, String text) {
        return text.isEmpty() ? MOST : Math.min(PartNumbers.count(name, text), MOST);
    }

    private static boolean isEncoded(String type) {
        if (!type.isEmpty() && !type.equals("url")) {
            throw invalid(ENCODING, type, "Invalid Encoding Method specified in Request");
        }
        return !type.isEmpty();
    }

    static Failed invalid(String name, String value, String message) {
        return new Failed(ErrorCode.INVALID_ARGUMENT, message)
                .detail("ArgumentName", name)
                .detail("ArgumentValue", value);
    }

    Listing listing() {
        return Listing.ALL.prefix(prefix).delimiter(delimiter).limit(max);
    }

    /// A name as it goes into the document.
    String shown(String name) {
        return encoded ? Percent.encodePath(name) : name;
    }
}
