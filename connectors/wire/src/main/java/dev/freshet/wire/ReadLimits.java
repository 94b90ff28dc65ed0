package dev.freshet.wire;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.Serial;

/** The parser's limits, each of which fails with the code of ours that it stands for. */
final class ReadLimits extends StreamReadConstraints {
    @Serial
    private static final long serialVersionUID = 1L;

    ReadLimits(DecodeLimits limits) {
        super(limits.depth(), -1L, limits.numberLength(), limits.stringLength(), limits.nameLength(), -1L);
    }

    @Override
    public void validateNestingDepth(int depth) throws Exceeded {
        require(RejectionCode.TOO_DEEP, "levels of objects and arrays", depth, _maxNestingDepth);
    }

    @Override
    public void validateFPLength(int length) throws Exceeded {
        require(RejectionCode.NUMBER_TOO_LONG, "characters of a number", length, _maxNumLen);
    }

    @Override
    public void validateIntegerLength(int length) throws Exceeded {
        require(RejectionCode.NUMBER_TOO_LONG, "characters of a number", length, _maxNumLen);
    }

    @Override
    public void validateStringLength(int length) throws Exceeded {
        require(RejectionCode.TOO_LONG, "characters of a string", length, _maxStringLen);
    }

    @Override
    public void validateNameLength(int length) throws Exceeded {
        require(RejectionCode.TOO_LONG, "characters of a field name", length, _maxNameLen);
    }

    private static void require(RejectionCode code, String rule, int found, int max) throws Exceeded {
        if (found > max) {
            throw new Exceeded(code, rule + " must be <= " + max + ": got at least " + found);
        }
    }

    /** A limit was exceeded. */
    static final class Exceeded extends StreamConstraintsException {
        @Serial
        private static final long serialVersionUID = 1L;

        final RejectionCode code;

        Exceeded(RejectionCode code, String detail) {
            super(detail);
            this.code = code;
        }
    }
}
