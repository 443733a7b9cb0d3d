@NullMarked
package dev.reprise.personal;

import org.jspecify.annotations.NullMarked;
