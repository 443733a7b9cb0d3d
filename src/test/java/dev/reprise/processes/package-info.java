@NullMarked
package dev.reprise.processes;

import org.jspecify.annotations.NullMarked;
