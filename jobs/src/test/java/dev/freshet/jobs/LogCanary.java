package dev.freshet.jobs;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;

/** Looks through every line that this JVM logs, at every level, for secrets. */
final class LogCanary extends AbstractAppender implements AutoCloseable {
    private final List<String> secrets;
    private final List<String> leaks = new CopyOnWriteArrayList<>();
    private final AtomicLong lines = new AtomicLong();

    private LogCanary(List<String> secrets) {
        super("canary", null, null, true, Property.EMPTY_ARRAY);
        this.secrets = secrets;
    }

    static LogCanary watch(String... secrets) {
        LogCanary canary = new LogCanary(List.of(secrets));
        canary.start();
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        Configuration own = context.getConfiguration();
        own.getAppenders().values().forEach(each -> own.getRootLogger().removeAppender(each.getName()));
        own.getRootLogger().addAppender(canary, Level.ALL, null);
        Configurator.setAllLevels(LogManager.ROOT_LOGGER_NAME, Level.DEBUG);
        context.updateLoggers();
        return canary;
    }

    @Override
    public void append(LogEvent event) {
        lines.incrementAndGet();
        look(event.getLoggerName() + ": " + event.getMessage().getFormattedMessage());
        for (Throwable cause = event.getThrown(); cause != null; cause = cause.getCause()) {
            look(event.getLoggerName() + ": " + cause);
        }
    }

    private void look(String line) {
        if (secrets.stream().anyMatch(line::contains)) {
            leaks.add(line);
        }
    }

    long lines() {
        return lines.get();
    }

    List<String> leaks() {
        return List.copyOf(leaks);
    }

    /** Logs as before. */
    @Override
    public void close() {
        ((LoggerContext) LogManager.getContext(false)).reconfigure();
        stop();
    }
}
