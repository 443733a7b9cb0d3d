/** Named consumers of the feed. */
@NullMarked
package dev.reprise.consumers;

import org.jspecify.annotations.NullMarked;
