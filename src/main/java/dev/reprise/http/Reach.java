package dev.reprise.http;

import dev.reprise.eventstore.Tenant;
import org.jspecify.annotations.Nullable;

/** The data that a caller may reach. If there are tenants, a claim of the token decides. */
public sealed interface Reach {

    /** The value of the claim for {@link Deployment}. No tenant can have this name. */
    String ALL_TENANTS = "*";

    /** All data. There are no tenants. */
    record Everything() implements Reach {}

    /** The data of one tenant. It does not include what tenants share. */
    record OneTenant(Tenant tenant) implements Reach {}

    /** The data that tenants share, such as whole read models. It does not include their orders. */
    record Deployment() implements Reach {}

    /**
     * No data.
     *
     * @param why the fault of the claim
     */
    record Nothing(String why) implements Reach {}

    /**
     * The reach of a token with this claim.
     *
     * @param name the name of the claim
     * @param value the value of the claim; null if the token does not have the claim
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

    /** The prefix that makes a caller's name unique among the callers of all tenants. */
    default String prefix() {
        return switch (this) {
            case Everything _, Nothing _ -> "";
            case OneTenant(Tenant tenant) -> tenant.prefix();
            case Deployment _ -> ALL_TENANTS;
        };
    }
}
