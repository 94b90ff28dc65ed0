package dev.freshet.jobs.pipeline;

import java.nio.file.Path;
import java.util.Map;

/**
 * Reads a pipeline file: one YAML document, {@code ${NAME}} in its strings replaced from the environment, held against the
 * published JSON Schema and then against what the settings mean together.
 */
public final class PipelineFile {

    private PipelineFile() {}

    /**
     * Reads {@code file}, in UTF-8 and of at most 1 MiB, with this process's environment.
     *
     * @throws PipelineException holding every problem of the file
     */
    public static Pipeline load(Path file) {
        Path last = file.getFileName();
        String name = String.valueOf(last == null ? file : last);
        Path directory = file.toAbsolutePath().getParent();
        return parse(name, FileText.read(file, name), System.getenv(), directory == null ? file : directory);
    }

    /**
     * Reads {@code yaml}; files that it names are sought in the working directory.
     *
     * @param name what problems call the file
     * @param env what {@code ${NAME}} stands for
     * @throws PipelineException holding every problem of the text
     */
    public static Pipeline parse(String name, String yaml, Map<String, String> env) {
        return parse(name, yaml, env, Path.of(""));
    }

    private static Pipeline parse(String name, String yaml, Map<String, String> env, Path directory) {
        Problems problems = new Problems(name);
        YamlNode root = YamlReader.read(yaml, new Placeholders(env, problems), problems);
        if (root != null) {
            PipelineSchema.check(root, problems);
        }
        if (!(root instanceof YamlNode.Mapping mapping)) {
            throw problems.asException();
        }
        return new PipelineReader(mapping, directory, problems).read();
    }
}
