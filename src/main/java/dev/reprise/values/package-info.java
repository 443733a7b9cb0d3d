/**
 * The forms of values that aggregates share: ids, texts and decimals. An aggregate wraps each of
 * its values in a record of its own, which checks it here.
 */
@NullMarked
package dev.reprise.values;

import org.jspecify.annotations.NullMarked;
