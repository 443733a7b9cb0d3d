/**
 * Read models: rows that are kept by folding events, and are exactly what the events say, however
 * often, in whatever order or how late these are delivered.
 *
 * <p>A {@link dev.reprise.projections.Projection} says what a row is; the {@link
 * dev.reprise.projections.Projector} keeps it. Nothing in this package knows of AWS, of JSON or of
 * orders.
 */
@NullMarked
package dev.reprise.projections;

import org.jspecify.annotations.NullMarked;
