/** The live page over a pipeline's output topics: settings in, a server out; the only package here that names Kafka. */
@NullMarked
package dev.freshet.dashboards;

import org.jspecify.annotations.NullMarked;
