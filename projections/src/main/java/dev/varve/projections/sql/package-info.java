/// The facts of the journal as tables in SQL, for people and other programs: [SqlView] keeps them up
/// with the journal, [SqlQueries] lets others read them.
@NullMarked
package dev.varve.projections.sql;

import org.jspecify.annotations.NullMarked;
