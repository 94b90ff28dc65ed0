/** One Kafka node that keeps broker and controller in a JVM of its own, for tests and the local mode. */
@NullMarked
package dev.freshet.broker;

import org.jspecify.annotations.NullMarked;
