/**
 * HTTP for any aggregate: parses requests, and answers with states, events and problems. The
 * resource of an aggregate is in the aggregate's own package, such as {@code
 * dev.reprise.orders.http}. The resources of streams and projections are here.
 */
@NullMarked
package dev.reprise.http;

import org.jspecify.annotations.NullMarked;
