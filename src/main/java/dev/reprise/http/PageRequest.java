package dev.reprise.http;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Link;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.util.Optional;
import java.util.function.Function;

/** Which page of which list a caller asks for. {@link PagedList#page} makes it. */
public final class PageRequest {

    private final PagedList list;
    private final Optional<Integer> limit;
    private final Optional<String> after;

    PageRequest(PagedList list, Optional<Integer> limit, Optional<String> after) {
        this.list = list;
        this.limit = limit;
        this.after = after;
    }

    /** The maximum number of elements. */
    public int limit() {
        return limit.orElse(Paging.DEFAULT_LIMIT);
    }

    /** The position after which the page begins; empty for the first page. */
    public Optional<String> after() {
        return after;
    }

    /**
     * The answer with the page. If there is a next page, a header {@code Link} leads to it.
     *
     * @param last the position after which the next page begins; empty on the last page
     * @param body makes the body from its {@code next}: what to send as {@link Paging#CURSOR} for
     *     the next page
     */
    public Response response(Optional<String> last, Function<Optional<String>, ?> body) {
        Optional<String> next = last.map(list::cursor);
        return Response.ok(body.apply(next))
                .header(HttpHeaders.LINK, next.map(this::link).orElse(null))
                .build();
    }

    /**
     * The link to the next page. It begins with the last segment of the request's path, so that it
     * is right behind any host and base path. Without that segment {@link java.net.URI#resolve}
     * would lose it.
     */
    private String link(String cursor) {
        UriBuilder target = UriBuilder.fromPath(list.name());
        list.parameters().forEach((name, value) -> add(target, name, value));
        limit.ifPresent(elements -> add(target, Paging.LIMIT, elements.toString()));
        add(target, Paging.CURSOR, cursor);
        return Link.fromUriBuilder(target).rel("next").build().toString();
    }

    /** Adds a parameter as a template, because a value in its place would be taken for one. */
    private static void add(UriBuilder target, String name, String value) {
        target.queryParam(name, "{" + name + "}").resolveTemplate(name, value);
    }
}
