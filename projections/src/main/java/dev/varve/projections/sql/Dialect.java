package dev.varve.projections.sql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// What one database says in another way than others. All other statements are in [VersionRows],
/// [RangeRows], [BucketRows] and [EventRows], and are understood by each.
interface Dialect {
    /// Of the tables and how they are filled. Rows of another version are made anew.
    int SCHEMA = 2;

    /// The one connection that writes. Commits are durable.
    Connection writer(Path file) throws SQLException;

    /// One that only reads, for one query.
    Connection reader(Path file, QueryLimits limits) throws SQLException;

    /// What makes the tables in an empty database.
    List<String> schema();

    /// A parameter that is the UTF-8 of a key or prefix, or bytes that no key has, to compare with.
    String utf8();

    /// The bytes of a key after the first so many, behind those of a parameter: three parameters, the
    /// last is how many.
    String moved(String key);

    /// How many bytes a key has.
    String length(String key);
}
