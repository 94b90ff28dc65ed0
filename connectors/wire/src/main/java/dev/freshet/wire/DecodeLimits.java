package dev.freshet.wire;

import java.io.Serializable;

/**
 * How much of a body is read before it is refused, whatever it holds.
 *
 * @param documentBytes length of the body
 * @param depth objects and arrays inside each other
 * @param numberLength characters of one number
 * @param stringLength characters of one string
 * @param nameLength characters of one field name
 * @param fields fields of all objects of the body together
 * @param unknownFields those of them that no mapping knows
 * @param sparseEntries entries of a sparse vector
 * @param headers of one record
 * @param headerBytes characters of the headers' names and bytes of their values together
 */
public record DecodeLimits(
        int documentBytes,
        int depth,
        int numberLength,
        int stringLength,
        int nameLength,
        int fields,
        int unknownFields,
        int sparseEntries,
        int headers,
        int headerBytes)
        implements Serializable {

    /**
     * 32 MiB, 64 levels, numbers of 64, strings of 65,536 and names of 1,024 characters, 4,096 fields, half of them
     * unknown, 65,536 sparse entries, 1,000 headers of 64 KiB together.
     */
    public static final DecodeLimits DEFAULT =
            new DecodeLimits(32 << 20, 64, 64, 65_536, 1_024, 4_096, 2_048, 65_536, 1_000, 65_536);

    public DecodeLimits {
        require("document-bytes", documentBytes, 1 << 30);
        require("depth", depth, 1_000);
        require("number-length", numberLength, 1_000);
        require("string-length", stringLength, 1 << 24);
        require("name-length", nameLength, 1 << 16);
        require("fields", fields, 1 << 20);
        require("unknown-fields", unknownFields, 1 << 20);
        require("sparse-entries", sparseEntries, 1 << 24);
        require("headers", headers, 1 << 20);
        require("header-bytes", headerBytes, 1 << 24);
    }

    private static void require(String name, int value, int max) {
        if (!(value >= 1 && value <= max)) {
            throw new IllegalArgumentException("limits." + name + " must lie in [1, " + max + "]: got " + value);
        }
    }
}
