package dev.reprise.projections;

/**
 * The task to work on a part of a projection's current job of a kind.
 *
 * @param part from 0
 */
public record JobTask(String projection, Job.Kind kind, int part) {}
