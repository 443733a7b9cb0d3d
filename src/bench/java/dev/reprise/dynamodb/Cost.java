package dev.reprise.dynamodb;

import java.util.List;

/**
 * The cost of a command in DynamoDB, measured or as a goal.
 *
 * @param readUnits of all requests together
 * @param writeUnits of all requests together
 */
record Cost(int requests, double readUnits, double writeUnits) {

    static Cost of(RequestLog log) {
        List<String> names = log.names();
        List<Double> units = log.units();
        if (names.size() != units.size()) {
            throw new AssertionError("some requests were not answered: " + names + " " + units);
        }
        double writeUnits = 0;
        double readUnits = 0;
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equals("PutItem")) {
                writeUnits += units.get(i);
            } else {
                readUnits += units.get(i);
            }
        }
        return new Cost(names.size(), readUnits, writeUnits);
    }

    boolean isWithin(Cost goal) {
        return requests <= goal.requests
                && readUnits <= goal.readUnits
                && writeUnits <= goal.writeUnits;
    }

    /** The maximum of each number. */
    Cost max(Cost other) {
        return new Cost(
                Math.max(requests, other.requests),
                Math.max(readUnits, other.readUnits),
                Math.max(writeUnits, other.writeUnits));
    }
}
