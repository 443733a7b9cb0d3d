package dev.reprise.projections;

import java.util.regex.Pattern;

/**
 * An index of a projection: finds rows by something other than their stream.
 *
 * @param name such as {@code by-customer}: 1 to 64 lower-case letters, digits and dashes. It is
 *     stored with each row
 * @param slot which of the view store's {@value #SLOTS} indexes holds it, from 1. The indexes of
 *     one projection have different slots; those of different projections may share one
 */
public record Index(String name, int slot) {

    /** How many indexes a projection may have. */
    public static final int SLOTS = 2;

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");

    public Index {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name of an index must be 1 to 64 lower-case letters, digits or dashes, found \""
                            + name
                            + "\"");
        }
        if (slot < 1 || slot > SLOTS) {
            throw new IllegalArgumentException(
                    "the slot of index " + name + " must be 1 to " + SLOTS + ", found " + slot);
        }
    }
}
