/**
 * The order: its commands, its events, and its rules.
 *
 * <p>Read {@link dev.reprise.orders.Order} first, then {@link dev.reprise.orders.OrderDecider}.
 * Other packages use {@link dev.reprise.orders.Orders} and {@link
 * dev.reprise.orders.OrderSummaries}.
 */
@NullMarked
package dev.reprise.orders;

import org.jspecify.annotations.NullMarked;
