/**
 * The tests of {@code infra/demo}. The package's annotation stands here, since the demo is started
 * from its sources with nothing but the JDK beside it.
 */
@NullMarked
package dev.reprise.demo;

import org.jspecify.annotations.NullMarked;
