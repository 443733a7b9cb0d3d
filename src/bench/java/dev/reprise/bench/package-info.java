/** What the benchmarks share: how their numbers are written down. */
@NullMarked
package dev.reprise.bench;

import org.jspecify.annotations.NullMarked;
