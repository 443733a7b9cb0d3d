package dev.reprise.publishing;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * A range of IP addresses, such as {@code 10.0.0.0/8}.
 *
 * @param first the first address of the range
 * @param bits how many leading bits all addresses of the range have in common
 */
record AddressRange(InetAddress first, int bits) {

    static List<AddressRange> all(String... ranges) {
        return Stream.of(ranges).map(AddressRange::of).toList();
    }

    private static AddressRange of(String range) {
        int slash = range.indexOf('/');
        return new AddressRange(
                InetAddress.ofLiteral(range.substring(0, slash)),
                Integer.parseInt(range.substring(slash + 1)));
    }

    boolean contains(InetAddress address) {
        byte[] begin = first.getAddress();
        byte[] found = address.getAddress();
        if (begin.length != found.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % Byte.SIZE);
            int index = bit / Byte.SIZE;
            if (((begin[index] ^ found[index]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
