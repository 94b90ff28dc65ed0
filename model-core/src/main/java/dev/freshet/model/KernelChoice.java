package dev.freshet.model;

/**
 * Which {@link Kernels} this JVM uses: the Vector API's where it was started with {@code --add-modules
 * jdk.incubator.vector} and compiles with C2, without which that API is very slow; else plain Java. The system property
 * {@code freshet.kernels}, {@code plain} or {@code vector}, decides otherwise. The bits are the same.
 */
enum KernelChoice {
    PLAIN,
    VECTOR;

    static final String PROPERTY = "freshet.kernels";

    /** Compiled apart, since javac warns of the module: see the pom. */
    private static final String VECTOR_CLASS = "dev.freshet.model.VectorKernels";

    private static final KernelChoice HERE = warm(of(
            System.getProperty(PROPERTY, "auto"),
            ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(),
            System.getProperty("java.vm.info", "")));

    static KernelChoice here() {
        return HERE;
    }

    static KernelChoice of(String wanted, boolean hasModule, String vmInfo) {
        return switch (wanted) {
            case "plain" -> PLAIN;
            case "vector" -> {
                if (!hasModule) {
                    throw new IllegalArgumentException(PROPERTY
                            + "=vector needs a JVM started with --add-modules jdk.incubator.vector: this one was not");
                }
                yield VECTOR;
            }
            case "auto" ->
                hasModule && !vmInfo.contains("interpreted") && !vmInfo.contains("emulated-client") ? VECTOR : PLAIN;
            default ->
                throw new IllegalArgumentException(PROPERTY + " must be one of auto, plain, vector: got " + wanted);
        };
    }

    /** Plain where this JVM's incubating API is not the one that ours was compiled for. */
    private static KernelChoice warm(KernelChoice wanted) {
        try {
            wanted.create().warmUp();
            return wanted;
        } catch (LinkageError e) {
            return PLAIN;
        }
    }

    Kernels create() {
        if (this == PLAIN) {
            return new PlainKernels();
        }
        try {
            return Class.forName(VECTOR_CLASS)
                    .asSubclass(Kernels.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(VECTOR_CLASS + " cannot be made", e);
        }
    }
}
