/** Functions of doubles whose bits are the same on every machine, at the cost of a few multiply-adds. */
@NullMarked
package dev.freshet.model.math;

import org.jspecify.annotations.NullMarked;
