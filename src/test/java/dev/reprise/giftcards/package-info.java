/**
 * An aggregate as somebody else would write one, on what {@code eventstore} and {@code
 * serialization} make public: docs/your-own-aggregate.md walks through it.
 */
@NullMarked
package dev.reprise.giftcards;

import org.jspecify.annotations.NullMarked;
