package dev.varve.server.http.helidon;

import io.helidon.http.http2.Http2ErrorCode;
import io.helidon.http.http2.Http2Exception;
import io.helidon.http.http2.Http2Headers;
import io.helidon.webserver.http2.Http2Connection;
import io.helidon.webserver.spi.ServerConnection;
import java.lang.reflect.Field;
import java.util.ArrayList;

/// The entries that a client has put into the table of HTTP/2's header compression.
///
/// Helidon makes room for a new entry by dropping old ones until it fits, and asks an empty table
/// to drop one for ever when the entry is larger than the whole table. Here that ends the connection.
/// No client known does it on purpose: an entry that cannot be kept saves nothing.
final class HeaderTable extends ArrayList<Object> {
    private static final long serialVersionUID = 1L;
    private static final Field TABLE = field(Http2Connection.class, "requestDynamicTable");
    private static final Field ENTRIES = field(Http2Headers.DynamicTable.class, "headers");

    private static Field field(Class<?> of, String name) {
        try {
            Field field = of.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw new LinkageError("not the release of Helidon that this was made for", e);
        }
    }

    /// Takes the place of the table's own list, before anything is in it.
    static ServerConnection in(ServerConnection connection) {
        if (connection instanceof Http2Connection) {
            try {
                ENTRIES.set(TABLE.get(connection), new HeaderTable());
            } catch (IllegalAccessException e) {
                throw new LinkageError("a field that was made accessible is not", e);
            }
        }
        return connection;
    }

    /// Asked only when an entry is to be dropped.
    @Override
    public boolean isEmpty() {
        if (super.isEmpty()) {
            throw new Http2Exception(
                    Http2ErrorCode.COMPRESSION, "A header is larger than the table for headers");
        }
        return false;
    }
}
