/**
 * Read models: rows that are folded from events. A row is the same however often, in whatever order
 * or how late its commits are delivered.
 *
 * <p>A {@link dev.reprise.projections.Projection} says how a row is folded; the {@link
 * dev.reprise.projections.Projector} keeps the rows up to date. This package knows nothing of AWS,
 * of JSON or of orders.
 */
@NullMarked
package dev.reprise.projections;

import org.jspecify.annotations.NullMarked;
