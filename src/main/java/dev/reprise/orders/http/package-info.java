/** Orders over HTTP: requests, answers and problems, without the rules of an order. */
@NullMarked
package dev.reprise.orders.http;

import org.jspecify.annotations.NullMarked;
