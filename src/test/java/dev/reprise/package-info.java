@NullMarked
package dev.reprise;

import org.jspecify.annotations.NullMarked;
