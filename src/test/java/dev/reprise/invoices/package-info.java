/**
 * An example process that uses only public types of the other packages, and the aggregate that it
 * needs. docs/processes.md explains it.
 */
@NullMarked
package dev.reprise.invoices;

import org.jspecify.annotations.NullMarked;
