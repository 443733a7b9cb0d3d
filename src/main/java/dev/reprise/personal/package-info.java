/**
 * Personal values, which can be erased although events never change: each value is encrypted with a
 * key of its subject, and to forget the subject is to destroy the key.
 */
@NullMarked
package dev.reprise.personal;

import org.jspecify.annotations.NullMarked;
