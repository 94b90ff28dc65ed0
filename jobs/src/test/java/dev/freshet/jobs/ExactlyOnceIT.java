package dev.freshet.jobs;

import dev.freshet.kafka.KafkaSettings;

/** On a real broker in a JVM of its own, which needs no container engine. */
class ExactlyOnceIT extends ExactlyOnceLaws {
    @Override
    KafkaSettings kafka() {
        return TestBroker.settings();
    }
}
