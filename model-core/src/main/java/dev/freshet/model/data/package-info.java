/** Reads files at rest (CSV, ARFF, LIBSVM, Vowpal Wabbit's text, IDX, gzipped or not) into examples and their schema. */
@NullMarked
package dev.freshet.model.data;

import org.jspecify.annotations.NullMarked;
