/**
 * The tests of {@code infra/demo}. The annotation of the package is here because the demo itself
 * does not need the library of that annotation.
 */
@NullMarked
package dev.reprise.demo;

import org.jspecify.annotations.NullMarked;
