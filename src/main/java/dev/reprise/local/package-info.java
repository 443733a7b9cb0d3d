/**
 * The development run, and nothing that is deployed: DynamoDB Local inside the JVM, its tables made
 * from {@code template.yaml}, an HTTP front that calls the function as API Gateway would, and a
 * pump that hands the stream of the events table to the projector function as Lambda would. Build
 * profiles other than {@code dev} have none of its beans, and function.zip none of its classes.
 */
@NullMarked
package dev.reprise.local;

import org.jspecify.annotations.NullMarked;
