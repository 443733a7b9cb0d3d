/**
 * Checks for values that aggregates share: ids, texts and decimals. An aggregate wraps each value
 * in a record of its own, whose constructor calls these checks.
 */
@NullMarked
package dev.reprise.values;

import org.jspecify.annotations.NullMarked;
