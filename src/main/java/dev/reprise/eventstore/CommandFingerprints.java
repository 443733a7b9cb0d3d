package dev.reprise.eventstore;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Says which of a stream's commits may have been made by a command: it holds a fingerprint of 4
 * bytes for each of the last {@value #MAX} commits whose command had an id of its caller. Ids that
 * the service generated are not held, because nobody repeats them later. Immutable.
 *
 * <p>A fingerprint is the beginning of the id's {@link FramedDigest}. Two ids can have the same
 * one, so a commit that is found has to be read and its id compared.
 */
public final class CommandFingerprints {

    /** How many commits are held. */
    public static final int MAX = 512;

    /** No commits. */
    public static final CommandFingerprints NONE = new CommandFingerprints(new int[0], new long[0]);

    /**
     * How many commits are found at most. More than one is rare, unless somebody looked for ids
     * with the same fingerprint.
     */
    private static final int MAX_FOUND = 4;

    private static final int BITS_PER_BYTE = 7;
    private static final int MORE_BYTES = 1 << BITS_PER_BYTE;

    private final int[] fingerprints;
    private final long[] sequenceNumbers;

    private CommandFingerprints(int[] fingerprints, long[] sequenceNumbers) {
        this.fingerprints = fingerprints;
        this.sequenceNumbers = sequenceNumbers;
    }

    /**
     * A commit to be held.
     *
     * @param id the id of its command
     * @param sequenceNumber of its first event
     */
    public record Entry(CommandId id, long sequenceNumber) {}

    /**
     * These commits and later ones, without the oldest if there are too many. Commits of generated
     * ids are left out.
     *
     * @param later in order, at most {@value #MAX}; their sequence numbers are greater than all
     *     that are held
     */
    public CommandFingerprints with(List<Entry> later) {
        List<Entry> added = later.stream().filter(entry -> !entry.id().isGenerated()).toList();
        int size = Math.min(fingerprints.length + added.size(), MAX);
        int kept = size - added.size();
        int from = fingerprints.length - kept;
        int[] prints = Arrays.copyOfRange(fingerprints, from, from + size);
        long[] numbers = Arrays.copyOfRange(sequenceNumbers, from, from + size);
        for (int i = 0; i < added.size(); i++) {
            prints[kept + i] = fingerprint(added.get(i).id());
            numbers[kept + i] = added.get(i).sequenceNumber();
        }
        return new CommandFingerprints(prints, numbers);
    }

    private static int fingerprint(CommandId id) {
        return ByteBuffer.wrap(new FramedDigest().add(id.value()).digest().bytes()).getInt();
    }

    /**
     * The first sequence numbers of the commits that this command may have made, the newest first;
     * 4 at most. Empty for an id that the service generated.
     */
    public List<Long> find(CommandId id) {
        return find(id, 0);
    }

    /**
     * The same as {@link #find(CommandId)} of these commits and later ones that the command did not
     * make: they take the places of the oldest.
     *
     * @param later how many later commits there are whose command had an id of its caller
     */
    public List<Long> find(CommandId id, int later) {
        if (id.isGenerated() || fingerprints.length == 0) {
            return List.of();
        }
        int wanted = fingerprint(id);
        int oldest = Math.max(0, fingerprints.length + later - MAX);
        List<Long> found = new ArrayList<>(1);
        for (int i = fingerprints.length - 1; i >= oldest && found.size() < MAX_FOUND; i--) {
            if (fingerprints[i] == wanted) {
                found.add(sequenceNumbers[i]);
            }
        }
        return found;
    }

    /** How many commits are held, at most {@value #MAX}. */
    public int size() {
        return fingerprints.length;
    }

    /**
     * The stored form, the oldest commit first: for each its fingerprint, in 4 bytes, and how much
     * greater its sequence number is than the one before it, in one byte for each 7 bits, the
     * lowest first. At most 2.5 KiB if these differences are below 128. No bytes for no commits.
     */
    public byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(5 * fingerprints.length);
        long last = 0;
        for (int i = 0; i < fingerprints.length; i++) {
            bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(fingerprints[i]).array());
            long difference = sequenceNumbers[i] - last;
            while (difference >= MORE_BYTES) {
                bytes.write((int) (difference % MORE_BYTES) + MORE_BYTES);
                difference >>>= BITS_PER_BYTE;
            }
            bytes.write((int) difference);
            last = sequenceNumbers[i];
        }
        return bytes.toByteArray();
    }

    /**
     * Reads the stored form.
     *
     * @throws IllegalArgumentException if {@link #encode} did not write it
     */
    public static CommandFingerprints decode(byte[] stored) {
        ByteBuffer bytes = ByteBuffer.wrap(stored);
        int[] prints = new int[MAX];
        long[] numbers = new long[MAX];
        int size = 0;
        long last = 0;
        try {
            while (bytes.hasRemaining() && size < MAX) {
                prints[size] = bytes.getInt();
                last += difference(bytes);
                numbers[size] = last;
                size++;
            }
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("the command fingerprints are cut off", e);
        }
        if (bytes.hasRemaining()) {
            throw new IllegalArgumentException(
                    "there must be at most " + MAX + " command fingerprints");
        }
        return new CommandFingerprints(Arrays.copyOf(prints, size), Arrays.copyOf(numbers, size));
    }

    private static long difference(ByteBuffer bytes) {
        long difference = 0;
        for (int shift = 0; shift < Long.SIZE - 1; shift += BITS_PER_BYTE) {
            int next = Byte.toUnsignedInt(bytes.get());
            difference |= (long) (next % MORE_BYTES) << shift;
            if (next < MORE_BYTES) {
                return difference;
            }
        }
        throw new IllegalArgumentException(
                "the sequence number of a command fingerprint must be less than 2^63");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CommandFingerprints that
                && Arrays.equals(fingerprints, that.fingerprints)
                && Arrays.equals(sequenceNumbers, that.sequenceNumbers);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(fingerprints) + Arrays.hashCode(sequenceNumbers);
    }

    /** The stored form in hexadecimal. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(encode());
    }
}
