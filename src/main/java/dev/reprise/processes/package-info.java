/**
 * Business processes, which react to events of other streams, and to deadlines.
 *
 * <p>A {@link dev.reprise.processes.BusinessProcess} reacts to an event by own events, a command,
 * and deadlines. A {@link dev.reprise.processes.ProcessRunner} records each reaction as one step:
 * it appends to the instance's stream and to the stream that the command changes, or to neither. So
 * each event has its effect exactly once. A {@link dev.reprise.processes.ProcessConsumer} gives the
 * runner the events of the feed. A {@link dev.reprise.processes.DeadlineClock} gives it the due
 * deadlines.
 */
@NullMarked
package dev.reprise.processes;

import org.jspecify.annotations.NullMarked;
