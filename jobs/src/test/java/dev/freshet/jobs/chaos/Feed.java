package dev.freshet.jobs.chaos;

import dev.freshet.jobs.GeneratedEvents;
import dev.freshet.kafka.EventProducer;
import dev.freshet.kafka.KafkaSettings;

/** Keeps sending events while it may be ahead of the answers, whatever becomes of the job. */
final class Feed implements AutoCloseable {
    private final EventProducer producer;
    private final GeneratedEvents events;
    private final String topic;
    private final Load load;
    private final long begin = System.nanoTime();
    private final Thread sender = new Thread(this::run, "feed");
    private long answered;
    private long sent;
    private boolean ended;

    Feed(KafkaSettings kafka, String topic, long seed, Load load) {
        producer = new EventProducer(kafka);
        events = new GeneratedEvents(seed);
        this.topic = topic;
        this.load = load;
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
            while (!ended && sent >= answered + load.ahead()) {
                wait();
            }
            for (long early = early(); !ended && early > 0; early = early()) {
                wait(early);
            }
        } catch (InterruptedException e) {
            return false;
        }
        sent += ended ? 0 : 1;
        return !ended;
    }

    /** Milliseconds until the next event is due; none where it is late, so that what a fault held up is made up for. */
    private long early() {
        double due = sent / load.perSecond() * 1000;
        return (long) (due - (System.nanoTime() - begin) / 1e6);
    }
}
