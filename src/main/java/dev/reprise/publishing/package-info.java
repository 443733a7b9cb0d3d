/**
 * Sends the events of the feed to other systems, as CloudEvents. {@code docs/webhooks.md} and
 * {@code docs/publisher.md} describe what a receiver gets, and what happens when it does not
 * answer.
 */
@NullMarked
package dev.reprise.publishing;

import org.jspecify.annotations.NullMarked;
