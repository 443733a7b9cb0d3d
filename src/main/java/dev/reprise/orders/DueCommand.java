package dev.reprise.orders;

import dev.reprise.personal.Personal;

/**
 * The command that a scheduled command sends to its order.
 *
 * @param id the id of the scheduled command
 * @param content encrypted until just before it is decided; see {@link ScheduledTarget}
 */
record DueCommand(String id, Personal<Order.Command> content) {}
