/**
 * An example aggregate that uses only public types of the other packages.
 * docs/your-own-aggregate.md explains it.
 */
@NullMarked
package dev.reprise.giftcards;

import org.jspecify.annotations.NullMarked;
