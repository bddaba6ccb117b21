package org.junctor.node;

import java.io.IOException;
import java.util.Map;

/** Where the node's configurations are kept. */
interface Settings {

    /** The configurations that the node made, by pid, with their properties. */
    Map<String, Map<String, Object>> owned() throws IOException;

    /** Makes a configuration, or changes it. */
    void put(String pid, Map<String, Object> properties) throws IOException;

    /** Deletes a configuration of the node's, if it is there. */
    void delete(String pid) throws IOException;
}
