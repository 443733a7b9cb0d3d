package dev.reprise.personal;

class InMemorySubjectKeysTest extends SubjectKeysContract {

    private final SubjectKeys keys = new InMemorySubjectKeys();

    @Override
    protected SubjectKeys keys() {
        return keys;
    }
}
