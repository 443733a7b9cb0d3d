package dev.reprise.eventstore;

/**
 * One of several tenants who share a deployment. Nothing of one tenant can be read or changed with
 * the name of another: everything that is stored under a name begins with the {@link #prefix} of
 * its tenant.
 *
 * @param name 1 to 32 of {@code a} to {@code z}, digits and dashes; empty for {@link #ONLY}
 */
public record Tenant(String name) {

    /** The tenant of a deployment that has no tenants. Its prefix is empty. */
    public static final Tenant ONLY = new Tenant("");

    /** Before and after a tenant's name in a prefix. No category of streams has this character. */
    public static final String MARK = "~";

    private static final int MAX_LENGTH = 32;

    public Tenant {
        if (name.length() > MAX_LENGTH || !name.chars().allMatch(Tenant::isAllowed)) {
            throw new IllegalArgumentException(
                    "a tenant must be named by 1 to 32 of a to z, 0 to 9 and -");
        }
    }

    private static boolean isAllowed(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    }

    /**
     * The tenant with a name.
     *
     * @throws IllegalArgumentException if it is not a name; so is an empty text
     */
    public static Tenant named(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a tenant must have a name");
        }
        return new Tenant(name);
    }

    /** Whether this is the tenant of a deployment that has no tenants. */
    public boolean isOnly() {
        return name.isEmpty();
    }

    /** What precedes a name of this tenant where it is stored, such as {@code ~acme~}. */
    public String prefix() {
        return isOnly() ? "" : MARK + name + MARK;
    }

    /**
     * The tenant of a name that begins with a prefix; {@link #ONLY} if it does not begin with one.
     *
     * @throws IllegalArgumentException if it begins as a prefix does, and has none
     */
    public static Tenant of(String prefixed) {
        if (!prefixed.startsWith(MARK)) {
            return ONLY;
        }
        int end = prefixed.indexOf(MARK, MARK.length());
        if (end < 0) {
            throw new IllegalArgumentException("the name of a tenant must end with " + MARK);
        }
        return named(prefixed.substring(MARK.length(), end));
    }

    @Override
    public String toString() {
        return name;
    }
}
