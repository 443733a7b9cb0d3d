/**
 * Business processes: what has to happen because something happened, or because time has passed.
 *
 * <p>A {@link dev.reprise.processes.BusinessProcess} reacts to events of other streams by events of
 * its own, a command, and deadlines. A {@link dev.reprise.processes.ProcessRunner} makes each
 * reaction one step: it appends to the process's stream, and to the stream that the command
 * changes, both or neither. So each event has its effect exactly once. A {@link
 * dev.reprise.processes.ProcessConsumer} gives it the events of the feed, and a {@link
 * dev.reprise.processes.DeadlineClock} the deadlines that are due.
 */
@NullMarked
package dev.reprise.processes;

import org.jspecify.annotations.NullMarked;
