package dev.freshet.jobs.pipeline;

import dev.freshet.model.optim.Chain;
import dev.freshet.model.optim.ClipByNorm;
import dev.freshet.model.optim.ClipByValue;
import dev.freshet.model.optim.ConstantRate;
import dev.freshet.model.optim.GradientTransform;
import dev.freshet.model.optim.Optimizers;
import dev.freshet.model.optim.Schedule;
import dev.freshet.model.optim.Trace;
import dev.freshet.model.optim.WarmUp;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Rules of every family with settings that they accept, the same for the same seed. */
final class RandomRules {
    private final Random random;

    RandomRules(Random random) {
        this.random = random;
    }

    <T> T any(RuleWords<T> family) {
        List<String> words = List.copyOf(family.words());
        return changed(family.defaults(words.get(random.nextInt(words.size()))));
    }

    Schedule schedule() {
        Schedule schedule = any(Vocabulary.SCHEDULES);
        return schedule instanceof WarmUp warmUp ? new WarmUp(warmUp.steps(), schedule()) : schedule;
    }

    /** By a usual name, or a chain of anything, clipped or not. */
    GradientTransform optimizer() {
        GradientTransform optimizer = unclipped();
        optimizer = random.nextInt(4) == 0 ? Optimizers.clipped(new ClipByValue(positive()), optimizer) : optimizer;
        return random.nextInt(4) == 0 ? Optimizers.clipped(new ClipByNorm(positive()), optimizer) : optimizer;
    }

    private GradientTransform unclipped() {
        double rate = positive();
        return switch (random.nextInt(8)) {
            case 0 -> Optimizers.sgd(rate);
            case 1 -> Optimizers.momentum(rate, random.nextDouble());
            case 2 -> Optimizers.adamW(rate, random.nextDouble());
            case 3 -> changed(Vocabulary.LINKS.defaults("ftrl"));
            case 4 -> new Chain(List.of(new Chain(List.of(scaling())), any(Vocabulary.LINKS)));
            case 5 -> Optimizers.descend(schedule());
            default -> Optimizers.descend(random.nextBoolean() ? new ConstantRate(rate) : schedule(), scaling());
        };
    }

    /** A rule that another may follow. */
    private GradientTransform scaling() {
        GradientTransform link = any(Vocabulary.LINKS);
        return link.whyUnscalable() == null ? link : new Trace(random.nextDouble());
    }

    /** {@code rule} with some settings that it accepts. */
    <T> T changed(T rule) {
        T changed = rule;
        for (int i = random.nextInt(12); i > 0; i--) {
            changed = oneChanged(changed);
        }
        return changed;
    }

    @SuppressWarnings("unchecked") // its own class
    private <T> T oneChanged(T rule) {
        RecordComponent[] components = rule.getClass().getRecordComponents();
        if (components.length == 0) {
            return rule;
        }
        try {
            Object[] values = new Object[components.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = components[i].getAccessor().invoke(rule);
            }
            int at = random.nextInt(values.length);
            values[at] = other(values[at]);
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return (T) rule.getClass().getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException refused) {
            return rule;
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private Object other(Object value) {
        if (value instanceof Integer n) {
            return n + random.nextInt(Math.max(1, n)) - n / 2;
        }
        if (value instanceof Long n) {
            return Math.abs(n) + random.nextInt(100);
        }
        if (value instanceof Double n) {
            return n == 0 ? random.nextDouble() : Math.abs(n) * (0.5 + random.nextDouble());
        }
        if (value instanceof Boolean truth) {
            return !truth;
        }
        if (value instanceof Enum<?> constant) {
            List<Object> all =
                    new ArrayList<>(List.of(constant.getDeclaringClass().getEnumConstants()));
            return all.get(random.nextInt(all.size()));
        }
        return value;
    }

    private double positive() {
        return Math.nextUp(random.nextDouble() * 0.999);
    }
}
