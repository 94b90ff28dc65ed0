package dev.freshet.model.run;

import org.jspecify.annotations.Nullable;

/**
 * One pass over the data.
 *
 * @param number from 1
 * @param training of the predictions that its steps began from, as Keras reports it: the model still changes meanwhile
 * @param validation of the rows kept back, by the model at the epoch's end; null if there are none
 * @param refused batches that the guard did not let change a parameter
 */
public record Epoch(int number, Scores training, @Nullable Scores validation, int refused) {}
