@org.jspecify.annotations.NullMarked
package dev.reprise.publishing;
