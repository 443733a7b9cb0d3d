package dev.reprise.personal;

import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.personal.SubjectKeys.Found;
import java.util.function.Function;

/**
 * Encrypts and decrypts personal values with the keys of their subjects.
 *
 * <p>Every method throws {@link StoreUnavailableException} if a key cannot be had for the moment.
 * So it does if a key is not in the keys table, which may be being restored.
 */
public final class PersonalData {

    private final SubjectKeys keys;
    private final boolean encrypts;

    /**
     * Personal data.
     *
     * @param encrypts whether new values are encrypted; encrypted values are read in any case
     */
    public PersonalData(SubjectKeys keys, boolean encrypts) {
        this.keys = keys;
        this.encrypts = encrypts;
    }

    /** Personal data that is stored as it is, and cannot be forgotten. */
    public static PersonalData plain() {
        return new PersonalData(new InMemorySubjectKeys(), false);
    }

    /**
     * The value as it is to be stored: encrypted; forgotten if its subject is, because nothing more
     * is kept of the subject. A value that is not readable stays as it is.
     *
     * @param subject the id of the person, without {@value Personal#SEALED}; he is one of the
     *     stream's tenant
     * @param field the name of the field in the stream
     * @param text makes a text of the value
     */
    public <T> Personal<T> seal(
            String subject,
            StreamName stream,
            String field,
            Personal<T> value,
            Function<? super T, String> text) {
        if (!encrypts || !(value instanceof Personal.Known<T>(T known))) {
            return value;
        }
        return switch (keys.findOrMake(new Subject(stream.tenant(), subject))) {
            case Found.Key(SubjectKey key) ->
                    new Personal.Sealed<>(
                            subject, key.seal(place(subject, stream, field), text.apply(known)));
            case Found.Destroyed _ -> new Personal.Forgotten<>();
            case Found.Nothing _ -> throw new IllegalStateException("a key was asked for");
        };
    }

    /**
     * The value to be shown: readable, or forgotten if its subject is.
     *
     * @param value makes a value of its text
     * @throws IllegalArgumentException if the stored value was altered or moved
     */
    public <T> Personal<T> open(
            StreamName stream,
            String field,
            Personal<T> stored,
            Function<String, ? extends T> value) {
        if (!(stored instanceof Personal.Sealed<T>(String subject, String sealed))) {
            return stored;
        }
        return switch (keys.find(new Subject(stream.tenant(), subject))) {
            case Found.Key(SubjectKey key) ->
                    new Personal.Known<>(
                            value.apply(key.open(place(subject, stream, field), sealed)));
            case Found.Destroyed _ -> new Personal.Forgotten<>();
            case Found.Nothing _ ->
                    throw new StoreUnavailableException(
                            StoreUnavailableException.Reason.REFUSED,
                            "the key of an encrypted value of "
                                    + stream
                                    + " is not in the keys table; restore that table");
        };
    }

    /** What a value is bound to: it cannot be read as another subject's, nor in another place. */
    private static String place(String subject, StreamName stream, String field) {
        return subject + "/" + stream + "/" + field;
    }

    /** Whether new values are encrypted. */
    public boolean encrypts() {
        return encrypts;
    }

    /** The keys of the subjects. */
    public SubjectKeys keys() {
        return keys;
    }
}
