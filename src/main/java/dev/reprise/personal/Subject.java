package dev.reprise.personal;

import dev.reprise.eventstore.Tenant;

/**
 * A person whose values are encrypted with a separate key.
 *
 * @param tenant the tenant of the person. The same id of another tenant is another person
 * @param id the person's id, without {@value Personal#SEALED}
 */
public record Subject(Tenant tenant, String id) {

    /** Reads what {@link #toString} wrote. */
    public static Subject parse(String text) {
        Tenant tenant = Tenant.of(text);
        return new Subject(tenant, text.substring(tenant.prefix().length()));
    }

    /** The name under which the key is stored, such as {@code user123}. */
    @Override
    public String toString() {
        return tenant.prefix() + id;
    }
}
