package dev.reprise.publishing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedAddressesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "169.254.170.2",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.170",
                "192.0.2.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.7",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:10.0.0.1",
                "::ffff:127.0.0.1",
                "64:ff9b::a00:1",
                "fe80::1",
                "fec0::1",
                "fc00::1",
                "fd00:ec2::254",
                "ff02::1",
                "2001::1",
                "2001:db8::1",
                "2002:a00:1::1",
                "3fff::1"
            })
    void an_address_that_is_not_public_is_not_allowed(String address) {
        assertThat(AllowedAddresses.PUBLIC.allows(InetAddress.ofLiteral(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "172.15.255.255",
                "172.32.0.0",
                "223.255.255.255",
                "2606:4700::1111",
                "2001:200::1",
                "2600:1f18::1"
            })
    void a_public_address_is_allowed(String address) {
        assertThat(AllowedAddresses.PUBLIC.allows(InetAddress.ofLiteral(address))).isTrue();
        assertThat(AllowedAddresses.PUBLIC_AND_LOOPBACK.allows(InetAddress.ofLiteral(address)))
                .isTrue();
    }

    @Test
    void on_a_laptop_loopback_is_allowed_and_nothing_else() {
        AllowedAddresses laptop = AllowedAddresses.PUBLIC_AND_LOOPBACK;
        assertThat(laptop.allows(InetAddress.ofLiteral("127.0.0.1"))).isTrue();
        assertThat(laptop.allows(InetAddress.ofLiteral("::1"))).isTrue();
        assertThat(laptop.allows(InetAddress.ofLiteral("10.0.0.1"))).isFalse();
        assertThat(laptop.allows(InetAddress.ofLiteral("169.254.169.254"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hook.example",
                "http://hook.example/",
                "ftp://hook.example/",
                "https:///path",
                "https://a b.example/",
                "https://h\u00fc.example/",
                "https://user:secret@hook.example/",
                "https://hook.example/#part",
                "https://hook.example:0/",
                "https://hook.example:65536/",
                "https://10.0.0.1/",
                "https://169.254.169.254/latest/meta-data",
                "https://[::1]/",
                "https://[::ffff:10.0.0.1]:8443/",
                "https://127.0.0.1/",
                "file:///etc/passwd"
            })
    void what_is_not_an_https_url_is_refused(String url) {
        assertThatIllegalArgumentException().isThrownBy(() -> AllowedAddresses.PUBLIC.url(url));
    }

    @Test
    void an_https_url_is_taken_as_it_is_and_http_on_a_laptop_only() {
        String url = "https://hook.example:8443/a?b=c";
        assertThat(AllowedAddresses.PUBLIC.url(url)).hasToString(url);
        assertThat(AllowedAddresses.PUBLIC_AND_LOOPBACK.url("http://localhost:1/")).isNotNull();
        assertThat(AllowedAddresses.PUBLIC_AND_LOOPBACK.url("http://127.0.0.1:1/")).isNotNull();
        assertThat(AllowedAddresses.PUBLIC.url("https://93.184.215.14/")).isNotNull();
        assertThat(AllowedAddresses.PUBLIC.url("https://[2606:4700::1111]/")).isNotNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AllowedAddresses.PUBLIC.url(url + "a".repeat(2_000)));
    }
}
