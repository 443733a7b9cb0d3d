/**
 * The order: what may be asked of it, what is recorded of it, and the rules between the two.
 *
 * <p>Read {@link dev.reprise.orders.Order.Command}, {@link dev.reprise.orders.Order.Event}, {@link
 * dev.reprise.orders.Order} and {@link dev.reprise.orders.OrderDecider}, in this order; {@link
 * dev.reprise.orders.Orders} is what the outside uses.
 */
@NullMarked
package dev.reprise.orders;

import org.jspecify.annotations.NullMarked;
