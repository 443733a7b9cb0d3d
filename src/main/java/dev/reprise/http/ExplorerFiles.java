package dev.reprise.http;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of the explorer. They have no data in them. Their version is a digest of them all, and
 * part of their address, so a cache may keep them for good.
 */
@Singleton
class ExplorerFiles {

    private static final String FOLDER = "/explorer/";
    private static final String PAGE = "index.html";
    private static final int VERSION_LENGTH = 16;

    /** The page's style, picture and modules. */
    static final List<String> NAMES =
            List.of(
                    "style.css",
                    "icon.svg",
                    "app.js",
                    "api.js",
                    "chain.js",
                    "chart.js",
                    "commands.js",
                    "consumers.js",
                    "dom.js",
                    "events.js",
                    "find.js",
                    "history.js",
                    "models.js",
                    "order.js",
                    "overview.js",
                    "problems.js",
                    "scheduled.js",
                    "state.js",
                    "timeline.js",
                    "usage.js",
                    "virtual-list.js");

    private final String page;
    private final Map<String, String> files = new TreeMap<>();
    private final String version;

    /** A file, and its media type. */
    record Asset(String content, String type) {}

    ExplorerFiles() {
        page = read(PAGE);
        NAMES.forEach(name -> files.put(name, read(name)));
        version = digest().substring(0, VERSION_LENGTH);
    }

    private static String read(String name) {
        try (@Nullable InputStream file = ExplorerFiles.class.getResourceAsStream(FOLDER + name)) {
            if (file == null) {
                throw new IllegalStateException("the package has no file " + FOLDER + name);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + FOLDER + name, e);
        }
    }

    private String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            files.forEach((name, content) ->
                    digest.update((name + "\0" + content + "\0").getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The page, with names in braces for what differs between requests. */
    String page() {
        return page;
    }

    /** The path of all files, relative to the start page, with a slash at its end. */
    String folder() {
        return "explorer/" + version + "/";
    }

    /**
     * A file of this version; empty if there is none of this name, or if this is another version.
     */
    Optional<Asset> find(String wantedVersion, String name) {
        return Optional.ofNullable(files.get(name))
                .filter(_ -> wantedVersion.equals(version))
                .map(content -> new Asset(content, type(name)));
    }

    private static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.'))) {
            case ".css" -> "text/css";
            case ".svg" -> "image/svg+xml";
            default -> "text/javascript";
        };
    }
}
