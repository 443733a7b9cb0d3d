package dev.reprise.http;

/** Ends a request with a problem. */
public final class ProblemException extends RuntimeException {

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    /**
     * A malformed request.
     *
     * @param where the part at fault: {@code field}, {@code parameter} or {@code header}
     * @param name the name of the part, as the caller wrote it
     * @param fault what is wrong, worded to follow the name, such as {@code must not be blank}
     */
    public static ProblemException malformed(String where, String name, String fault) {
        return new ProblemException(
                Problem.of(ProblemType.MALFORMED, name + " " + fault).with(where, name));
    }

    Problem problem() {
        return problem;
    }
}
