package dev.reprise.http;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The explorer: a page that shows orders, their events and the read models by calling the API, as
 * the person in front of it. The setting {@value #SETTING} switches it off.
 *
 * <p>The page runs nothing but its own files, and its policy lets nothing turn a text into markup
 * or code. It does not know who calls: every call of the API that it makes is checked like any
 * other.
 */
@Singleton
class Explorer {

    static final String SETTING = "reprise.explorer";

    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                    + " require-trusted-types-for 'script'; trusted-types 'none'";

    /** Each version of the files has an address of its own. */
    private static final String KEEP_FOR_A_YEAR = "public, max-age=31536000, immutable";

    private final boolean enabled;
    private final Authorization authorization;
    private final ExplorerFiles files;

    @Inject
    Explorer(
            @ConfigProperty(name = SETTING) boolean enabled,
            @ConfigProperty(name = Callers.SETTING) Authorization authorization,
            ExplorerFiles files) {
        this.enabled = enabled;
        this.authorization = authorization;
        this.files = files;
    }

    /** Whether a request that has this {@code Accept} asks for the page: a browser names HTML. */
    boolean isAskedFor(Optional<String> accept) {
        return enabled
                && accept.map(AcceptHeader::parse).filter(AcceptHeader::namesHtml).isPresent();
    }

    /**
     * The answer with the page.
     *
     * @param below precedes a relative link to a resource
     * @param links the links at the page's end, as HTML
     */
    Response page(String below, String links) {
        String folder = below + files.folder();
        String page =
                files.page()
                        .replace("{assets}", folder)
                        .replace("{api}", below)
                        .replace(
                                "{authorization}",
                                authorization.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .replace("{preloads}", preloads(folder))
                        .replace("{links}", links);
        return Response.ok(page, "text/html;charset=UTF-8")
                .header(SecurityHeaders.CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .build();
    }

    /** Modules that import others are only found out after they were read. */
    private static String preloads(String folder) {
        return ExplorerFiles.NAMES.stream()
                .filter(name -> name.endsWith(".js"))
                .map(name -> "<link rel=\"modulepreload\" href=\"" + folder + name + "\">\n")
                .collect(Collectors.joining());
    }

    /** The answer with a file, or that there is none. */
    Response file(String version, String name) {
        return files.find(version, name)
                .filter(_ -> enabled)
                .map(file ->
                        Response.ok(file.content(), file.type() + ";charset=UTF-8")
                                .header(HttpHeaders.CACHE_CONTROL, KEEP_FOR_A_YEAR)
                                .header(HttpHeaders.ETAG, '"' + version + '"'))
                .orElseGet(() -> Problem.noSuchResource().response())
                .build();
    }
}
