package dev.reprise.http;

import dev.reprise.eventstore.Tenant;
import org.jspecify.annotations.Nullable;

/** Whose data a caller reaches. Where there are tenants, a claim of his token says so. */
public sealed interface Reach {

    /** The value of the claim for {@link Deployment}. No tenant can have this name. */
    String ALL_TENANTS = "*";

    /** Everything: there are no tenants. */
    record Everything() implements Reach {}

    /** The data of one tenant, and nothing that tenants share. */
    record OneTenant(Tenant tenant) implements Reach {}

    /** What tenants share, such as read models as a whole, and no tenant's orders. */
    record Deployment() implements Reach {}

    /**
     * Nothing.
     *
     * @param why what is wrong with the claim
     */
    record Nothing(String why) implements Reach {}

    /**
     * What a claim says.
     *
     * @param name of the claim
     * @param value null if the token does not have it
     */
    static Reach ofClaim(String name, @Nullable String value) {
        if (value == null) {
            return new Nothing("the token must name a tenant in its claim " + name);
        }
        if (value.equals(ALL_TENANTS)) {
            return new Deployment();
        }
        try {
            return new OneTenant(Tenant.named(value));
        } catch (IllegalArgumentException _) {
            return new Nothing(
                    "the claim %s of the token must be 1 to 32 of a to z, 0 to 9 and -, or %s"
                            .formatted(name, ALL_TENANTS));
        }
    }

    /** What precedes a name that is to be unique among the callers of all tenants. */
    default String prefix() {
        return switch (this) {
            case Everything _, Nothing _ -> "";
            case OneTenant(Tenant tenant) -> tenant.prefix();
            case Deployment _ -> ALL_TENANTS;
        };
    }
}
