/** Shared by the benchmarks: writes their results as Markdown. */
@NullMarked
package dev.reprise.bench;

import org.jspecify.annotations.NullMarked;
