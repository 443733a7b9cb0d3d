package dev.reprise.packaging;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Packs {@code function.zip} anew, with the same contents: the jars in it are not compressed, and
 * the zip compresses each of them as a whole. That takes a quarter off the zip's size, as the
 * classes of a jar have much in common. A function also loads its classes without decompressing
 * them.
 *
 * <p>Two builds of one commit make the same bytes: entries are sorted by name and have no time of
 * the build, and {@linkplain RecordedKeys keys} are numbered in the order of the entries. The
 * classes that Quarkus generates list the elements of some hash sets. {@code .mvn/jvm.config} gives
 * these sets one order: with {@code -XX:hashCode=2}, all objects in Maven's JVM have the same
 * identity hash code.
 */
public final class FunctionZip {

    private static final LocalDateTime NO_TIME = LocalDateTime.of(2000, 1, 1, 0, 0);

    /** Where the classes are that Quarkus records. */
    private static final String RECORDED = "io/quarkus/runner/recorded/";

    private FunctionZip() {}

    /**
     * Packs a zip anew.
     *
     * @param arguments the zip's path
     */
    public static void main(String[] arguments) throws IOException {
        Path zip = Path.of(arguments[0]);
        Path packed = Path.of(zip + ".packed");
        try (InputStream in = Files.newInputStream(zip);
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(packed))) {
            out.setLevel(Deflater.BEST_COMPRESSION);
            pack(new ZipInputStream(in), out);
        }
        Files.move(packed, zip, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void pack(ZipInputStream in, ZipOutputStream out) throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        for (ZipEntry entry; (entry = in.getNextEntry()) != null; ) {
            byte[] content = in.readAllBytes();
            contents.put(entry.getName(), isJar(entry) ? withoutCompression(content) : content);
        }
        RecordedKeys keys = new RecordedKeys();
        for (Map.Entry<String, byte[]> entry : contents.entrySet()) {
            out.putNextEntry(entry(entry.getKey()));
            out.write(
                    isRecorded(entry.getKey()) ? keys.renumber(entry.getValue()) : entry.getValue());
        }
    }

    private static boolean isJar(ZipEntry entry) {
        return entry.getName().endsWith(".jar");
    }

    private static boolean isRecorded(String name) {
        return name.startsWith(RECORDED) && name.endsWith(".class");
    }

    /** The entries stay in their order: a jar's manifest is its first file. */
    private static byte[] withoutCompression(byte[] jar) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar));
                ZipOutputStream out = new ZipOutputStream(packed)) {
            for (ZipEntry entry; (entry = in.getNextEntry()) != null; ) {
                byte[] content = in.readAllBytes();
                out.putNextEntry(stored(entry.getName(), content));
                out.write(content);
            }
        }
        return packed.toByteArray();
    }

    private static ZipEntry stored(String name, byte[] content) {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = entry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        return entry;
    }

    private static ZipEntry entry(String name) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(NO_TIME);
        return entry;
    }
}
