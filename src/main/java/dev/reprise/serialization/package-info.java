/**
 * How an aggregate's events become what is stored, from one declaration of them.
 *
 * <p>An aggregate declares the {@link dev.reprise.serialization.Form}s that its events have and
 * once had, and the {@link dev.reprise.serialization.Upcaster}s from the older ones, as its {@link
 * dev.reprise.serialization.EventSchemas}. A {@link dev.reprise.serialization.SchemaEventCodec}
 * over them writes one {@link dev.reprise.serialization.EventFormat} and reads them all.
 *
 * <p>A form that was written once stays declared for ever, as it was: what a table holds is read by
 * it. Pin each by a stored sample in the tests.
 */
@NullMarked
package dev.reprise.serialization;

import org.jspecify.annotations.NullMarked;
