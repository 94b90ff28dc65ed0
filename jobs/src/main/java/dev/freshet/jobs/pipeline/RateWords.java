package dev.freshet.jobs.pipeline;

import dev.freshet.model.optim.ConstantRate;
import dev.freshet.model.optim.GradientTransform;
import dev.freshet.model.optim.Scale;
import dev.freshet.model.optim.ScaleByRate;
import dev.freshet.model.optim.Schedule;
import org.jspecify.annotations.Nullable;

/** Learning rates as a file writes them: a number, or a schedule. */
final class RateWords {

    private RateWords() {}

    /** The last link of an optimiser called {@code name}: down the gradient by the rate of {@code settings}. */
    static GradientTransform descent(String name, Section settings, double absent) {
        return isSchedule(settings, "rate")
                ? new ScaleByRate(schedule(settings, "rate"))
                : new Scale(-positive(name, settings.number("rate", absent)));
    }

    /** Also a number, which is constant. */
    static Schedule schedule(Section settings, String key) {
        return isSchedule(settings, key)
                ? Vocabulary.SCHEDULES.read(Choice.of(settings, key))
                : new ConstantRate(settings.number(key, 0));
    }

    static String write(Schedule schedule) {
        return schedule instanceof ConstantRate constant
                ? String.valueOf(constant.rate())
                : Vocabulary.SCHEDULES.write(schedule);
    }

    /** The rate of an optimiser's last link; null if it descends by none. */
    static @Nullable String ofDescent(GradientTransform last) {
        if (last instanceof Scale scale && scale.factor() < 0) {
            return String.valueOf(-scale.factor());
        }
        return last instanceof ScaleByRate byRate ? Vocabulary.SCHEDULES.write(byRate.schedule()) : null;
    }

    private static boolean isSchedule(Section settings, String key) {
        return !settings.in(key).entries().isEmpty();
    }

    private static double positive(String name, double rate) {
        if (!((float) rate > 0)) {
            throw new IllegalArgumentException(name + ".rate must be > 0 and finite: got " + rate);
        }
        return rate;
    }
}
