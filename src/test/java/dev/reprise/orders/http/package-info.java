/** Tests of orders over HTTP that need no server. */
@NullMarked
package dev.reprise.orders.http;

import org.jspecify.annotations.NullMarked;
