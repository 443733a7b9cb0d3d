package dev.reprise.eventstore;

/**
 * One of several tenants that share a deployment. The stored names of a tenant begin with its
 * {@link #prefix}. So a caller of one tenant cannot read or change the data of another.
 *
 * @param name 1 to 32 characters of {@code a} to {@code z}, digits and dashes; empty for {@link
 *     #ONLY}
 */
public record Tenant(String name) {

    /** The tenant of a deployment that has no tenants. Its prefix is empty. */
    public static final Tenant ONLY = new Tenant("");

    /** Stands before and after the name in a prefix. No category of streams has this character. */
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
     * @throws IllegalArgumentException if the name is empty or not allowed
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

    /** The beginning of the stored names of this tenant, such as {@code ~acme~}; empty for ONLY. */
    public String prefix() {
        return isOnly() ? "" : MARK + name + MARK;
    }

    /**
     * The tenant of a stored name; {@link #ONLY} if the name has no prefix.
     *
     * @throws IllegalArgumentException if the name begins with {@link #MARK} but has no valid
     *     prefix
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
