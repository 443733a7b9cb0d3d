/**
 * The Lambda function that is not called over HTTP: it takes batches of the events table's stream
 * and reports the records to deliver again. For the function that is called over HTTP there is
 * {@link dev.reprise.lambda.VirtualHttpWakeUp} only; the rest of it is Quarkus' own.
 */
@NullMarked
package dev.reprise.lambda;

import org.jspecify.annotations.NullMarked;
