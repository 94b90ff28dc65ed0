package dev.freshet.jobs.chaos;

import dev.freshet.jobs.GeneratedEvents;
import dev.freshet.kafka.EventProducer;
import dev.freshet.kafka.KafkaSettings;

/** Keeps sending events while it may be ahead of the answers by a window, whatever becomes of the job. */
final class Feed implements AutoCloseable {
    private final EventProducer producer;
    private final GeneratedEvents events;
    private final String topic;
    private final int window;
    private final Thread sender = new Thread(this::run, "feed");
    private long answered;
    private long sent;
    private boolean ended;

    Feed(KafkaSettings kafka, String topic, long seed, int window) {
        producer = new EventProducer(kafka);
        events = new GeneratedEvents(seed);
        this.topic = topic;
        this.window = window;
        sender.setDaemon(true);
        sender.start();
    }

    /** Answers that were seen, so that it may send on. */
    synchronized void answered(long count) {
        answered = count;
        notifyAll();
    }

    synchronized long sent() {
        return sent;
    }

    /** Sends no more; all that was sent is on its topic. */
    @Override
    public void close() {
        synchronized (this) {
            ended = true;
            notifyAll();
        }
        try {
            sender.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close();
    }

    private void run() {
        while (awaitTurn()) {
            producer.send(events.next(topic));
        }
    }

    private synchronized boolean awaitTurn() {
        try {
            while (!ended && sent >= answered + window) {
                wait();
            }
        } catch (InterruptedException e) {
            return false;
        }
        sent += ended ? 0 : 1;
        return !ended;
    }
}
