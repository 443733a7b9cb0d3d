package dev.reprise.dynamodb;

import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.projections.Difference;
import dev.reprise.projections.Job;
import dev.reprise.projections.JobPart;
import dev.reprise.projections.JobPart.Count;
import dev.reprise.projections.JobPart.Finding;
import dev.reprise.projections.JobTask;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Encodes jobs and their parts as items of the views table, and decodes them. Their partition key
 * is the projection's name. The sort key is {@code job/rebuild} for a job, and {@code
 * job/rebuild/007} for a part.
 */
final class JobItem {

    /** N: raised with every save, which is on condition of it. */
    static final String REVISION = "revision";

    private static final String NUMBER = "number";
    private static final String GENERATION = "generation";
    private static final String PARTS = "parts";
    private static final String STATE = "state";
    private static final String AUTOMATIC = "automatic";
    private static final String STARTED_AT = "startedAt";
    private static final String NOT_BEFORE = "notBefore";

    private static final String CURSOR = "cursor";
    private static final String DONE = "done";
    private static final String COUNTS = "counts";
    private static final String FOUND = "found";
    private static final String FINDINGS = "findings";
    private static final String WORKER = "worker";
    private static final String UPDATED_AT = "updatedAt";

    private static final String STREAM = "stream";
    private static final String DIFFERENCE = "difference";
    private static final String ERROR = "error";
    private static final String MENDED = "mended";

    private JobItem() {}

    static Map<String, AttributeValue> key(String projection, Job.Kind kind) {
        return ViewKeys.projection(projection, sortKey(kind));
    }

    static Map<String, AttributeValue> key(JobTask task) {
        return ViewKeys.projection(
                task.projection(), partsPrefix(task.kind()) + "%03d".formatted(task.part()));
    }

    /** How the sort keys of a job's parts begin. */
    static String partsPrefix(Job.Kind kind) {
        return sortKey(kind) + "/";
    }

    private static String sortKey(Job.Kind kind) {
        return "job/" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Map<String, AttributeValue> encode(Job job) {
        Map<String, AttributeValue> item = new HashMap<>(key(job.projection(), job.kind()));
        item.put(NUMBER, Attributes.number(job.number()));
        item.put(GENERATION, Attributes.number(job.generation()));
        item.put(PARTS, Attributes.number(job.parts()));
        item.put(STATE, Attributes.text(job.state().name()));
        item.put(AUTOMATIC, AttributeValue.fromBool(job.takesEffect()));
        item.put(STARTED_AT, Attributes.text(TimestampFormat.format(job.startedAt())));
        item.put(NOT_BEFORE, Attributes.text(TimestampFormat.format(job.notBefore())));
        item.put(REVISION, Attributes.number(job.revision()));
        return item;
    }

    /**
     * The job in an item.
     *
     * @throws NewerReleaseException if its state is unknown
     */
    static Job job(Map<String, AttributeValue> item) {
        String[] sortKey = Attributes.text(item, ViewsTable.ROW).split("/", -1);
        return new Job(
                Attributes.text(item, ViewsTable.PART),
                kind(sortKey[1]),
                Attributes.positiveInt(item, NUMBER),
                Math.toIntExact(Attributes.number(item, GENERATION)),
                Attributes.positiveInt(item, PARTS),
                constant(Job.State.class, Attributes.text(item, STATE)),
                Attributes.required(item, AUTOMATIC, AttributeValue.Type.BOOL).bool(),
                TimestampFormat.parse(Attributes.text(item, STARTED_AT)),
                TimestampFormat.parse(Attributes.text(item, NOT_BEFORE)),
                Attributes.number(item, REVISION));
    }

    static Map<String, AttributeValue> encode(JobPart part) {
        Map<String, AttributeValue> item = new HashMap<>(key(part.task()));
        item.put(NUMBER, Attributes.number(part.job()));
        part.cursor().ifPresent(cursor -> item.put(CURSOR, Attributes.text(cursor)));
        item.put(DONE, AttributeValue.fromBool(part.done()));
        item.put(COUNTS, encode(part.counts()));
        item.put(FOUND, encode(part.found()));
        item.put(
                FINDINGS,
                AttributeValue.fromL(part.findings().stream().map(JobItem::encode).toList()));
        part.worker().ifPresent(worker -> item.put(WORKER, Attributes.text(worker)));
        item.put(UPDATED_AT, Attributes.text(TimestampFormat.format(part.updatedAt())));
        item.put(REVISION, Attributes.number(part.revision()));
        return item;
    }

    private static AttributeValue encode(Map<? extends Enum<?>, Long> counts) {
        Map<String, AttributeValue> numbers = new HashMap<>();
        counts.forEach((counted, count) -> numbers.put(counted.name(), Attributes.number(count)));
        return AttributeValue.fromM(numbers);
    }

    private static AttributeValue encode(Finding finding) {
        return AttributeValue.fromM(
                Map.of(
                        STREAM, Attributes.text(finding.stream()),
                        DIFFERENCE, Attributes.text(finding.difference().name()),
                        ERROR, Attributes.text(finding.error()),
                        MENDED, AttributeValue.fromBool(finding.mended())));
    }

    /** The part in an item. */
    static JobPart part(Map<String, AttributeValue> item) {
        String[] sortKey = Attributes.text(item, ViewsTable.ROW).split("/", -1);
        List<Finding> findings =
                Attributes.required(item, FINDINGS, AttributeValue.Type.L).l().stream()
                        .map(finding -> finding(finding.m()))
                        .toList();
        return new JobPart(
                new JobTask(
                        Attributes.text(item, ViewsTable.PART),
                        kind(sortKey[1]),
                        Integer.parseInt(sortKey[2])),
                Attributes.positiveInt(item, NUMBER),
                Attributes.optionalText(item, CURSOR),
                Attributes.required(item, DONE, AttributeValue.Type.BOOL).bool(),
                counts(item, COUNTS, Count.class),
                counts(item, FOUND, Difference.class),
                findings,
                Attributes.optionalText(item, WORKER),
                TimestampFormat.parse(Attributes.text(item, UPDATED_AT)),
                Attributes.number(item, REVISION));
    }

    private static <T extends Enum<T>> SortedMap<T, Long> counts(
            Map<String, AttributeValue> item, String attribute, Class<T> type) {
        Map<String, AttributeValue> stored =
                Attributes.required(item, attribute, AttributeValue.Type.M).m();
        SortedMap<T, Long> counts = new TreeMap<>();
        stored.keySet()
                .forEach(name -> counts.put(constant(type, name), Attributes.number(stored, name)));
        return counts;
    }

    private static Finding finding(Map<String, AttributeValue> map) {
        return new Finding(
                Attributes.text(map, STREAM),
                constant(Difference.class, Attributes.text(map, DIFFERENCE)),
                Attributes.text(map, ERROR),
                Attributes.required(map, MENDED, AttributeValue.Type.BOOL).bool());
    }

    private static Job.Kind kind(String name) {
        return constant(Job.Kind.class, name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static <T extends Enum<T>> T constant(Class<T> type, String name) {
        for (T constant : type.getEnumConstants()) {
            if (constant.name().equals(name)) {
                return constant;
            }
        }
        throw NewerReleaseException.unknown(type.getSimpleName() + " " + name + " of a job");
    }
}
