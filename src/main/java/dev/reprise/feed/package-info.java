/**
 * The feed: every commit of every stream, once, in one order. The order only changes with a
 * rebuild, which makes a new generation.
 *
 * <p>The indexer numbers the commits after they were appended. So no event is ever added at or
 * before a position that was written. The commits of one stream keep their order. The order of
 * commits of different streams does not show which one was appended first.
 */
@NullMarked
package dev.reprise.feed;

import org.jspecify.annotations.NullMarked;
