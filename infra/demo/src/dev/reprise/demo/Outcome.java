package dev.reprise.demo;

/** What became of an order. */
sealed interface Outcome {

    NewOrder order();

    /**
     * All its steps are done, now or before.
     *
     * @param last the answer to its last step
     */
    record Arrived(NewOrder order, Answer last) implements Outcome {

        /** Whether it has the events that the file makes of it and no other. */
        boolean isAsInFile() {
            return last.version() == order.events();
        }
    }

    /** A step was not done, for what {@code why} says. */
    record Failed(NewOrder order, String why) implements Outcome {}

    /** The API had gone before its turn came. */
    record NotTried(NewOrder order) implements Outcome {}
}
