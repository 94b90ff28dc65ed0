package dev.freshet.model.encode;

import org.jspecify.annotations.Nullable;

/** What the tests' events bring: nothing, until told. */
final class Inputs implements RawInputs {
    private double[] numbers = {};
    private long[] categories = {};
    private @Nullable String[] texts = {};
    private int[] indices = {};
    private float[] values = {};
    private long time;

    Inputs numbers(double... numbers) {
        this.numbers = numbers;
        return this;
    }

    Inputs categories(long... hashes) {
        this.categories = hashes;
        return this;
    }

    Inputs categories(@Nullable String... names) {
        categories = new long[names.length];
        for (int i = 0; i < names.length; i++) {
            String name = names[i];
            categories[i] = name == null ? CategoryHash.MISSING : CategoryHash.of(name);
        }
        return this;
    }

    Inputs texts(@Nullable String... texts) {
        this.texts = texts;
        return this;
    }

    Inputs sparse(int[] indices, float... values) {
        this.indices = indices;
        this.values = values;
        return this;
    }

    Inputs time(long time) {
        this.time = time;
        return this;
    }

    @Override
    public double[] numbers() {
        return numbers;
    }

    @Override
    public long[] categories() {
        return categories;
    }

    @Override
    public @Nullable String[] texts() {
        return texts;
    }

    @Override
    public int[] indices() {
        return indices;
    }

    @Override
    public float[] values() {
        return values;
    }

    @Override
    public long time() {
        return time;
    }
}
