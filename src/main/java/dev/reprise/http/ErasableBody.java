package dev.reprise.http;

/**
 * The body of an answer from which a value can be erased although the version stays. A caller who
 * has the version may still have the value: he is sent the body again, and no 304.
 */
public interface ErasableBody {

    /** Whether a value was erased. */
    boolean erased();
}
