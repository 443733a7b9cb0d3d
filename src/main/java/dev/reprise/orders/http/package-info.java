/** Orders over HTTP: requests, answers and problems. The rules of an order are not here. */
@NullMarked
package dev.reprise.orders.http;

import org.jspecify.annotations.NullMarked;
