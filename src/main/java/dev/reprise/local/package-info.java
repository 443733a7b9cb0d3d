/**
 * The development run, and nothing that is deployed: DynamoDB Local inside the JVM, its tables made
 * from {@code template.yaml}, and an HTTP front that calls the function as API Gateway would. Build
 * profiles other than {@code dev} have none of its beans, and function.zip none of its classes.
 */
@NullMarked
package dev.reprise.local;

import org.jspecify.annotations.NullMarked;
