package dev.freshet.jobs.learn;

import dev.freshet.wire.LateLabel;
import java.util.List;

/** What {@link LabelJoin} keeps of one model key. What is given to it, or handed out, is changed by nobody. */
public interface JoinState {

    /** The key's {@link LabelJoin#CLOCKS} numbers. */
    long[] clocks() throws Exception;

    void clocks(long[] numbers) throws Exception;

    /** Events of an id in their order; none where the id is not known. */
    List<Feature> features(String id) throws Exception;

    void features(String id, List<Feature> all) throws Exception;

    /** The label at a place of the queue. */
    LateLabel label(long place) throws Exception;

    void addLabel(long place, LateLabel label) throws Exception;

    void removeLabel(long place) throws Exception;

    /** The id at a place of the order in which events came. */
    String id(long place) throws Exception;

    void addId(long place, String id) throws Exception;

    void removeId(long place) throws Exception;
}
