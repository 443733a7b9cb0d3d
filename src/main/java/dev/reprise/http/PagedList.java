package dev.reprise.http;

import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Tenant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A list that callers read page by page. A cursor continues only the list that made it: the one
 * with the same name, the same owner and the same query parameters, for a caller who may see the
 * same of it. The link to the next page repeats these parameters.
 *
 * <p>A parameter that changes nothing in the list, such as one that only waits for it, is not one
 * of its parameters.
 */
public final class PagedList {

    private final String name;
    private final String owner;
    private final Predicate<String> isPosition;
    private final Map<String, String> parameters;
    private final Optional<String> sight;

    private PagedList(
            String name,
            String owner,
            Predicate<String> isPosition,
            Map<String, String> parameters,
            Optional<String> sight) {
        this.name = name;
        this.owner = owner;
        this.isPosition = isPosition;
        this.sight = sight;
        this.parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /**
     * A tenant's list, without parameters.
     *
     * @param name the last segment of the list's path
     * @param tenant the tenant that the list belongs to
     * @param isPosition whether a text has the form of this list's positions
     */
    public static PagedList of(String name, Tenant tenant, Predicate<String> isPosition) {
        return of(name, tenant.prefix(), isPosition);
    }

    /** A list that belongs to a stream, without parameters; see {@link #of}. */
    static PagedList ofStream(String name, StreamName stream, Predicate<String> isPosition) {
        return of(name, stream.toString(), isPosition);
    }

    /** A list of the data that tenants share, without parameters; see {@link #of}. */
    static PagedList ofAllTenants(String name, String owner, Predicate<String> isPosition) {
        return of(name, owner, isPosition);
    }

    private static PagedList of(String name, String owner, Predicate<String> isPosition) {
        return new PagedList(name, owner, isPosition, Map.of(), Optional.empty());
    }

    /**
     * The list that one more query parameter selects.
     *
     * @param value in its shortest form, so that the same list has the same cursors; null if the
     *     parameter is absent or has its default
     */
    public PagedList with(String parameter, @Nullable String value) {
        if (value == null) {
            return this;
        }
        Map<String, String> more = new LinkedHashMap<>(parameters);
        more.put(parameter, value);
        return new PagedList(name, owner, isPosition, more, sight);
    }

    /** The list as a caller sees it, who may see all of it or only what is his own. */
    public PagedList seenBy(Caller caller) {
        return new PagedList(name, owner, isPosition, parameters, caller.sight());
    }

    /**
     * The page that a caller asks for.
     *
     * @param limit the parameter {@link Paging#LIMIT}, which is not part of the list
     * @param cursor the parameter {@link Paging#CURSOR}
     */
    public PageRequest page(@Nullable String limit, @Nullable String cursor) {
        return new PageRequest(
                this,
                Optional.ofNullable(limit).map(Paging::limit),
                Optional.ofNullable(cursor)
                        .map(given -> Input.parameter(Paging.CURSOR, given, this::position)));
    }

    private String position(String cursor) {
        String position = Cursor.decode(identity(), cursor);
        if (!isPosition.test(position)) {
            throw Cursor.malformed();
        }
        return position;
    }

    /** The cursor for a position. */
    String cursor(String position) {
        return Cursor.encode(identity(), position);
    }

    private List<String> identity() {
        List<String> identity = new ArrayList<>(List.of(name, owner));
        parameters.forEach((parameter, value) -> Collections.addAll(identity, parameter, value));
        // No parameter has a name with a space.
        sight.ifPresent(customer -> Collections.addAll(identity, "seen by", customer));
        return identity;
    }

    String name() {
        return name;
    }

    Map<String, String> parameters() {
        return parameters;
    }
}
