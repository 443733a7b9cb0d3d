/** How {@code function.zip} is packed. It runs in the build, from its source. */
@NullMarked
package dev.reprise.packaging;

import org.jspecify.annotations.NullMarked;
