/**
 * Consumers of the feed: each handles the commits of the feed in order, and its position is stored.
 * {@code docs/consumers.md} describes the protocol and what happens when each of its steps fails.
 */
@NullMarked
package dev.reprise.consumers;

import org.jspecify.annotations.NullMarked;
