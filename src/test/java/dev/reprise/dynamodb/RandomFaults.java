package dev.reprise.dynamodb;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import software.amazon.awssdk.http.HttpExecuteResponse;

/**
 * Random faults for {@link FaultyHttpClient}: rare for most of the time, and frequent in bad
 * spells, so that all attempts of a call may fail.
 */
public final class RandomFaults implements FaultyHttpClient.Fault {

    /** The kinds of faults. */
    public enum Kind {
        REQUEST_LOST,
        REQUEST_LATE,
        REQUEST_TWICE,
        ANSWER_LOST,
        ANSWER_SLOW,
        NO_ANSWER,
        THROTTLED,
        TRANSACTION_CONFLICT,
        SERVER_ERROR,
        UNAVAILABLE
    }

    private static final Kind[] KINDS = Kind.values();
    private static final double USUALLY = 0.1;
    private static final double IN_A_BAD_SPELL = 0.8;
    private static final double BAD_SPELL_BEGINS = 0.03;
    private static final int LONGEST_BAD_SPELL = 24;

    private final Random random;
    private final Map<Kind, Integer> injected = new EnumMap<>(Kind.class);
    private final StaleReads staleReads;
    private int badRequests;

    public RandomFaults(long seed) {
        random = new Random(seed);
        staleReads = new StaleReads(random);
    }

    @Override
    public HttpExecuteResponse answer(FaultyHttpClient.Sending sending) throws IOException {
        Optional<Kind> kind = next();
        return kind.map(RandomFaults::fault).orElse(staleReads).answer(sending);
    }

    private static FaultyHttpClient.Fault fault(Kind kind) {
        return switch (kind) {
            case REQUEST_LOST -> FaultyHttpClient.requestLost();
            case REQUEST_LATE -> FaultyHttpClient.arrivesLate();
            case REQUEST_TWICE -> FaultyHttpClient.arrivesTwice();
            case ANSWER_LOST -> FaultyHttpClient.answerLost(() -> {});
            case ANSWER_SLOW -> FaultyHttpClient.slowAnswer();
            case NO_ANSWER -> FaultyHttpClient.noAnswer();
            case THROTTLED -> FaultyHttpClient.error(400, "ProvisionedThroughputExceededException");
            case TRANSACTION_CONFLICT ->
                    FaultyHttpClient.error(400, "TransactionConflictException");
            case SERVER_ERROR -> FaultyHttpClient.error(500, "InternalServerError");
            case UNAVAILABLE -> FaultyHttpClient.error(503, "ServiceUnavailable");
        };
    }

    private synchronized Optional<Kind> next() {
        if (badRequests > 0) {
            badRequests--;
        } else if (random.nextDouble() < BAD_SPELL_BEGINS) {
            badRequests = random.nextInt(LONGEST_BAD_SPELL);
        }
        if (random.nextDouble() >= (badRequests > 0 ? IN_A_BAD_SPELL : USUALLY)) {
            return Optional.empty();
        }
        Kind kind = KINDS[random.nextInt(KINDS.length)];
        injected.merge(kind, 1, Integer::sum);
        return Optional.of(kind);
    }

    /** How often each kind happened, without the kinds that did not happen. */
    public synchronized Map<Kind, Integer> injected() {
        return Map.copyOf(injected);
    }
}
