package dev.freshet.wire;

/**
 * What a decode subtask has consumed since the checkpoint before; it travels behind the records that it counts, so that its
 * row commits under the same checkpoint as what becomes of them.
 */
public record Tally(LedgerRow row) implements Decoded {}
