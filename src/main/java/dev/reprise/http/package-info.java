/**
 * HTTP for any aggregate: reads requests, and answers with states, events and problems. An
 * aggregate's own resource is in a package of the aggregate, such as {@code
 * dev.reprise.orders.http}; streams and projections, which know no aggregate, have theirs here.
 */
@NullMarked
package dev.reprise.http;

import org.jspecify.annotations.NullMarked;
