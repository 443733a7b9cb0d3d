package dev.reprise.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Compares two builds of {@code function.zip}. They are to have the same files, and each file the
 * same bytes. Classes in which Quarkus records what it does at start are to have the same texts:
 * some of their instructions are in the order in which threads of the build came to them, and the
 * keys that they pass values by are numbered in that order.
 */
public final class ZipComparison {

    /** What Quarkus records, and the classes of its configuration. */
    private static final Pattern RECORDED =
            Pattern.compile(
                    "io/quarkus/runner/recorded/.+\\.class"
                            + "|io/quarkus/runtime/generated/(?:SharedConfig|\\w+ConfigCustomizer)\\.class");

    /** A key, and the field of a configuration class: both end in a number. */
    private static final Pattern NUMBERED = Pattern.compile("(proxykey|configClass\\$)\\d+");

    private ZipComparison() {}

    /**
     * Prints how two zips differ, and ends with the status 1 if they do.
     *
     * @param arguments the paths of both
     */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException {
        List<String> differences = differences(Path.of(arguments[0]), Path.of(arguments[1]));
        differences.forEach(System.out::println);
        System.out.println(
                differences.isEmpty()
                        ? "They are equal, but for the order within classes that Quarkus records."
                        : "They differ in " + differences.size() + " files.");
        System.exit(differences.isEmpty() ? 0 : 1);
    }

    /** The names of the files that differ, or are in one of two zips alone. */
    static List<String> differences(Path one, Path other) throws IOException {
        Map<String, byte[]> ofOne = files(one);
        Map<String, byte[]> ofOther = files(other);
        TreeSet<String> names = new TreeSet<>(ofOne.keySet());
        names.addAll(ofOther.keySet());
        List<String> differences = new ArrayList<>();
        for (String name : names) {
            byte[] first = ofOne.get(name);
            byte[] second = ofOther.get(name);
            if (first == null || second == null || !isEqual(name, first, second)) {
                differences.add(name);
            }
        }
        return differences;
    }

    private static boolean isEqual(String name, byte[] one, byte[] other) {
        return Arrays.equals(one, other)
                || (RECORDED.matcher(name).matches() && texts(one).equals(texts(other)));
    }

    /** The texts of a class, sorted: names, types and strings. */
    private static List<String> texts(byte[] type) {
        List<String> texts = new ArrayList<>();
        for (PoolEntry entry : ClassFile.of().parse(type).constantPool()) {
            if (entry instanceof Utf8Entry text) {
                texts.add(NUMBERED.matcher(text.stringValue()).replaceAll("$1"));
            }
        }
        texts.sort(null);
        return texts;
    }

    private static Map<String, byte[]> files(Path zip) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (InputStream in = Files.newInputStream(zip);
                ZipInputStream entries = new ZipInputStream(in)) {
            for (ZipEntry entry; (entry = entries.getNextEntry()) != null; ) {
                files.put(entry.getName(), entries.readAllBytes());
            }
        }
        return files;
    }
}
