/**
 * Stores an aggregate's events as JSON, Avro or Protocol Buffers, from one declaration.
 *
 * <p>An aggregate declares its {@link dev.reprise.serialization.EventSchemas}: the current {@link
 * dev.reprise.serialization.EventSchema}s of its events, the older ones, and the {@link
 * dev.reprise.serialization.Upcaster}s from these. A {@link
 * dev.reprise.serialization.SchemaEventCodec} writes one {@link
 * dev.reprise.serialization.EventFormat} and reads all of them.
 *
 * <p>Never change or remove a schema that events were stored with: stored events are read by it.
 * Pin each schema by a stored sample in the tests.
 */
@NullMarked
package dev.reprise.serialization;

import org.jspecify.annotations.NullMarked;
