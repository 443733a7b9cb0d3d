package dev.reprise.local;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/**
 * An unpacked {@code function.zip}, and beside it what Lambda's Java runtime adds: the runtime
 * interface client, which calls the handler, and its native library.
 */
final class FunctionPackage implements AutoCloseable {

    private static final String LIBRARY =
            "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

    private static final List<Class<?>> RUNTIME =
            List.of(
                    AWSLambda.class,
                    PojoSerializer.class,
                    Context.class,
                    SdkInternalThreadLocal.class);

    private final Path folder;

    private FunctionPackage(Path folder) {
        this.folder = folder;
    }

    /**
     * Unpacks a package into a folder of its own, which is there until it is closed.
     *
     * @throws IOException if there is no such file, or this machine cannot run it
     */
    static FunctionPackage unpack(Path zip) throws IOException {
        var unpacked = new FunctionPackage(Files.createTempDirectory("reprise-deployed-"));
        try {
            unpacked.unzip(zip);
            unpacked.copyLibrary();
        } catch (IOException | RuntimeException e) {
            unpacked.close();
            throw e;
        }
        return unpacked;
    }

    /** The working directory of a function. The runtime takes the function's classes from it. */
    Path taskRoot() {
        return folder.resolve("task");
    }

    /** The arguments of {@code java} that start the runtime with a handler. */
    List<String> runtime(String handler) {
        return List.of(
                "-D" + LIBRARY + "=" + library(),
                "-cp",
                RUNTIME.stream()
                        .map(FunctionPackage::jarOf)
                        .map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator)),
                AWSLambda.class.getName(),
                handler);
    }

    private void unzip(Path zip) throws IOException {
        try (var entries = new ZipInputStream(Files.newInputStream(zip))) {
            ZipEntry entry;
            while ((entry = entries.getNextEntry()) != null) {
                Path file = taskRoot().resolve(entry.getName()).normalize();
                if (!file.startsWith(taskRoot())) {
                    throw new IOException(zip + " has an entry outside itself: " + entry);
                }
                Files.createDirectories(entry.isDirectory() ? file : file.getParent());
                if (!entry.isDirectory()) {
                    Files.copy(entries, file);
                }
            }
        } catch (NoSuchFileException e) {
            throw new IOException(zip + " is not there. Run ./mvnw package first.", e);
        }
    }

    /**
     * Takes the native library out of the runtime's jar. The runtime itself would unpack it to one
     * path for all processes, and a process that starts would replace that of another.
     */
    private void copyLibrary() throws IOException {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
        String name = "/jni/libaws-lambda-jni.%s-%s.so".formatted(system, processor);
        try (InputStream library = AWSLambda.class.getResourceAsStream(name)) {
            if (library == null) {
                throw new IOException(
                        "Lambda's Java runtime is for Linux only, and this is " + system);
            }
            Files.copy(library, library());
        }
    }

    private Path library() {
        return folder.resolve("libaws-lambda-jni.so");
    }

    private static Path jarOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
