/**
 * The development run: DynamoDB Local inside the JVM with the tables of {@code template.yaml}, an
 * HTTP front that calls the function as API Gateway does, and a pump that calls the projector
 * function with the stream of the events table as Lambda does. None of it is deployed: its beans
 * exist in the build profile {@code dev} only, and function.zip has none of its classes.
 */
@NullMarked
package dev.reprise.local;

import org.jspecify.annotations.NullMarked;
