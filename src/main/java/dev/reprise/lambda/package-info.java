/**
 * What Lambda calls that is not HTTP: records of the events table's stream in, the answer to their
 * batch out.
 */
@NullMarked
package dev.reprise.lambda;

import org.jspecify.annotations.NullMarked;
