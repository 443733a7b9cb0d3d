/**
 * The feed: every commit of every stream, once, in one order that never changes.
 *
 * <p>The writer of the feed numbers the commits after they were appended. So the events up to a
 * position are all there are up to it, for ever. Where a commit stands says nothing about when it
 * was appended, except that the commits of one stream stand in their order.
 */
@NullMarked
package dev.reprise.feed;

import org.jspecify.annotations.NullMarked;
