/**
 * The tests of {@code infra/cli}. The annotation of the package is here because the tool itself
 * does not need the library of that annotation.
 */
@NullMarked
package dev.reprise.cli;

import org.jspecify.annotations.NullMarked;
