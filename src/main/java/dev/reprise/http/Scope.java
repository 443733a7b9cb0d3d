package dev.reprise.http;

import java.util.Arrays;
import java.util.Optional;

/** What a token allows its caller to do. */
public enum Scope {

    /** To read the orders of one's own customer. */
    READ("orders:read"),

    /** To create and change orders of one's own customer. */
    WRITE("orders:write"),

    /** To read the orders of every customer, and what is made of them. */
    READ_ANY("orders:read:any"),

    /** To create and change orders of every customer. */
    WRITE_ANY("orders:write:any"),

    /** To verify streams, and to redrive, repair and rebuild read models. */
    OPERATOR("operator");

    private final String value;

    Scope(String value) {
        this.value = value;
    }

    /** The scope with this name in a token; empty if the service does not know it. */
    static Optional<Scope> parse(String value) {
        return Arrays.stream(values()).filter(scope -> scope.value.equals(value)).findFirst();
    }

    /** The name in a token. */
    @Override
    public String toString() {
        return value;
    }
}
