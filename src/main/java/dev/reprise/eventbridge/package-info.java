/** Puts events on a bus of Amazon EventBridge. {@code docs/publisher.md} describes what is sent. */
@NullMarked
package dev.reprise.eventbridge;

import org.jspecify.annotations.NullMarked;
