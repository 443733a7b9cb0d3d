package dev.reprise.publishing;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The addresses that events may be sent to. A webhook must not give access to addresses that only
 * this service can reach: those of private networks, of the machine itself, and of its cloud's
 * metadata.
 *
 * <p>The JDK knows only some of these ranges. It does not know CGNAT and documentation, for
 * example.
 */
public enum AllowedAddresses {
    /** Public addresses, over https. */
    PUBLIC,
    /** Also loopback addresses, and http. For development and tests. */
    PUBLIC_AND_LOOPBACK,
    /** Every address, over https and http. For an address that the service's settings name. */
    ANY;

    private static final int MAX_URL_LENGTH = 2_000;

    /**
     * What is not public in IPv4.
     *
     * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">The registry of
     *     special addresses</a>
     */
    private static final List<AddressRange> NOT_PUBLIC_V4 =
            AddressRange.all(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4");

    /** The addresses of IPv6 that are routed in the Internet. */
    private static final List<AddressRange> UNICAST_V6 = AddressRange.all("2000::/3");

    /**
     * What is not public among them: protocols, documentation, and 6to4, which holds an address of
     * IPv4.
     *
     * @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry">The registry of
     *     special addresses</a>
     */
    private static final List<AddressRange> NOT_PUBLIC_V6 =
            AddressRange.all("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    /** Whether a connection to this address may be made. */
    public boolean allows(InetAddress address) {
        if (this == ANY || (this == PUBLIC_AND_LOOPBACK && address.isLoopbackAddress())) {
            return true;
        }
        // The JDK turns an IPv4 address that is mapped to IPv6 into an Inet4Address.
        return address instanceof Inet4Address
                ? !isIn(NOT_PUBLIC_V4, address)
                : isIn(UNICAST_V6, address) && !isIn(NOT_PUBLIC_V6, address);
    }

    private static boolean isIn(List<AddressRange> ranges, InetAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    /**
     * Checks a URL that events are to be sent to. If its host is a name, the addresses of the name
     * are looked up and checked at each connection.
     *
     * @throws IllegalArgumentException if events must not be sent to this URL, or the text is not a
     *     URL
     */
    public URI url(String text) {
        if (text.length() > MAX_URL_LENGTH) {
            throw new IllegalArgumentException(
                    "must have at most " + MAX_URL_LENGTH + " characters");
        }
        URI url = parsed(text);
        if (!isScheme(url.getScheme())) {
            throw new IllegalArgumentException("must begin with https://");
        }
        if (url.getHost() == null) {
            throw new IllegalArgumentException(
                    "must name a host in ASCII letters, digits, dots and dashes");
        }
        literal(url.getHost())
                .filter(address -> !allows(address))
                .ifPresent(address -> {
                    throw new IllegalArgumentException(
                            "must not have the address "
                                    + address.getHostAddress()
                                    + ", which is not public");
                });
        if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException("must have neither a user nor a fragment");
        }
        if (url.getPort() == 0 || url.getPort() > 65_535) {
            throw new IllegalArgumentException("must have a port of 1 to 65535, or none");
        }
        return url;
    }

    private static URI parsed(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("must be a URL: " + e.getReason(), e);
        }
    }

    /** Whether requests may be sent without TLS. */
    boolean allowsHttp() {
        return this != PUBLIC;
    }

    /** The address that a host is written as; empty if it is a name. */
    private static Optional<InetAddress> literal(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private boolean isScheme(String scheme) {
        String lower = scheme == null ? "" : scheme.toLowerCase(Locale.ROOT);
        return lower.equals("https") || (allowsHttp() && lower.equals("http"));
    }
}
