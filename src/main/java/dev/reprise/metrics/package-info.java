/**
 * What the functions count: what a call takes from DynamoDB, and lines of the log that CloudWatch
 * reads as metrics.
 */
@NullMarked
package dev.reprise.metrics;

import org.jspecify.annotations.NullMarked;
