package dev.reprise.dynamodb;

import dev.reprise.personal.CachedKeys;
import dev.reprise.personal.KeyFile;
import dev.reprise.personal.KeyWrapping;
import dev.reprise.personal.PersonalData;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kms.KmsClient;

/** Makes what encrypts personal data, for injection. */
final class PersonalDataBeans {

    @Produces
    @Singleton
    PersonalData personalData(
            DynamoDbClient client,
            KeyWrapping wrapping,
            @ConfigProperty(name = "reprise.keys-table") String table,
            @ConfigProperty(name = "reprise.personal-data") String how) {
        InstantSource clock = InstantSource.system();
        return new PersonalData(
                new CachedKeys(
                        new DynamoDbSubjectKeys(
                                client, table, new RootKey(client, table, wrapping, clock), clock),
                        clock),
                isEncrypted(how));
    }

    private static boolean isEncrypted(String how) {
        return switch (how) {
            case "encrypted" -> true;
            case "plain" -> false;
            default ->
                    throw new IllegalArgumentException(
                            "reprise.personal-data must be encrypted or plain, not " + how);
        };
    }

    @Produces
    @Singleton
    KeyWrapping wrapping(
            @ConfigProperty(name = "reprise.personal-data.kms-key") Optional<String> kmsKey,
            @ConfigProperty(name = "reprise.personal-data.key-file") Path keyFile) {
        return kmsKey.<KeyWrapping>map(key -> new KmsKeyWrapping(kmsClient(), key))
                .orElseGet(() -> KeyFile.at(keyFile));
    }

    private static KmsClient kmsClient() {
        return KmsClient.builder()
                .httpClientBuilder(ApacheHttpClient.builder())
                .overrideConfiguration(DynamoDbClientDefaults::apply)
                .build();
    }
}
