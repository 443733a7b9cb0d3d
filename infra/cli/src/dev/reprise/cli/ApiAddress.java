package dev.reprise.cli;

import java.net.URI;
import java.net.URISyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the API's address. Removes slashes at its end. */
final class ApiAddress implements ITypeConverter<URI> {

    @Override
    public URI convert(String text) {
        try {
            URI address = new URI(text.replaceFirst("/+$", ""));
            if (text.matches("https?://[^?#]+") && address.getHost() != null) {
                return address;
            }
        } catch (URISyntaxException _) {
            // Refused below.
        }
        throw new TypeConversionException(
                "'" + text + "' is not an address such as http://localhost:8080");
    }
}
