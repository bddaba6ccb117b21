package org.junctor.api.operation;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A command on the node's control socket: a service with the property {@value #NAME}. The node reads one line of JSON from each
 * connection, an object with the member {@code command}, and hands the connection over.
 */
@ConsumerType
public interface ControlCommand {
    /** Service property: the command's name, such as {@code shell}. */
    String NAME = "command";

    /**
     * Serves one connection, on a thread of its own; may block. The connection is closed afterwards.
     *
     * @param request the object that was read
     * @param in what the client sends behind it
     * @param out what the client is sent
     */
    void run(Map<String, Object> request, InputStream in, OutputStream out) throws IOException;
}
