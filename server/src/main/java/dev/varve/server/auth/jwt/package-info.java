/// Tokens of an issuer elsewhere: their text, the keys that prove them, and whom they speak of.
@NullMarked
package dev.varve.server.auth.jwt;

import org.jspecify.annotations.NullMarked;
