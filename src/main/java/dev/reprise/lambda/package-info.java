/**
 * The Lambda function that is not called over HTTP: it takes batches of the events table's stream
 * and reports the records to deliver again.
 */
@NullMarked
package dev.reprise.lambda;

import org.jspecify.annotations.NullMarked;
