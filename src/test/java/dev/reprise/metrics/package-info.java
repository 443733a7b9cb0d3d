@NullMarked
package dev.reprise.metrics;

import org.jspecify.annotations.NullMarked;
