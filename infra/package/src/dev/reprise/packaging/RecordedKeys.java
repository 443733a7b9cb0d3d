package dev.reprise.packaging;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Numbers anew the keys by which the classes that Quarkus records pass values to each other.
 * Quarkus numbers them in the order in which the threads of a build come to them ({@code
 * BytecodeRecorderImpl.COUNT}), and so differently in each build. Here they are numbered in the
 * order in which the classes name them.
 *
 * <p>Use one for all classes of a package, in an order that is the same for each build.
 */
final class RecordedKeys {

    private static final Pattern KEY = Pattern.compile("proxykey\\d+");

    /** The magic number and the version, which precede the constants of a class. */
    private static final int HEADER = 8;

    // The tags of constants: Java Virtual Machine Specification, section 4.4.
    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;

    private final Map<String, String> numbered = new HashMap<>();

    /**
     * Returns a class with the new keys, and otherwise unchanged.
     *
     * @throws IOException if it is not a class file
     */
    byte[] renumber(byte[] type) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(type.length);
        DataOutputStream out = new DataOutputStream(bytes);
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(type));
        out.write(in.readNBytes(HEADER));
        int count = in.readUnsignedShort();
        out.writeShort(count);
        for (int index = 1; index < count; index++) {
            int tag = in.readUnsignedByte();
            out.writeByte(tag);
            if (tag == UTF8) {
                out.writeUTF(renumber(in.readUTF()));
            } else {
                out.write(in.readNBytes(size(tag)));
            }
            if (tag == LONG || tag == DOUBLE) {
                index++; // It takes two places of the table.
            }
        }
        in.transferTo(out);
        return bytes.toByteArray();
    }

    private String renumber(String text) {
        return KEY.matcher(text).matches()
                ? numbered.computeIfAbsent(text, _ -> "proxykey" + (numbered.size() + 1))
                : text;
    }

    /** The bytes of a constant after its tag. */
    private static int size(int tag) throws IOException {
        return switch (tag) {
            case 7, 8, 16, 19, 20 -> 2; // a class, string, method type, module or package
            case 15 -> 3; // a method handle
            case 3, 4, 9, 10, 11, 12, 17, 18 -> 4; // an int or float, a member, a dynamic constant
            case LONG, DOUBLE -> 8;
            default -> throw new IOException("There is no constant with the tag " + tag + ".");
        };
    }
}
