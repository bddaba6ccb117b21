package org.junctor.node;

import java.io.IOException;
import java.util.Dictionary;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Keeps the configurations in ConfigurationAdmin. Those that bear the node's mark are the node's. */
final class AdminSettings implements Settings {
    private static final String OWNED = "(" + Configurations.DIRECTORY + "=*)";
    /** Any bundle may be configured so, wherever it was installed from. */
    private static final String ANY_LOCATION = "?";

    private final ConfigurationAdmin admin;

    AdminSettings(ConfigurationAdmin admin) {
        this.admin = admin;
    }

    @Override
    public Map<String, Map<String, Object>> owned() throws IOException {
        Map<String, Map<String, Object>> owned = new HashMap<>();
        for (Configuration configuration : list(OWNED)) {
            owned.put(configuration.getPid(), properties(configuration.getProperties()));
        }
        return owned;
    }

    private static Map<String, Object> properties(@Nullable Dictionary<String, Object> dictionary) {
        Map<String, Object> properties = new HashMap<>();
        if (dictionary != null) {
            for (Enumeration<String> keys = dictionary.keys(); keys.hasMoreElements(); ) {
                String key = keys.nextElement();
                if (!key.startsWith("service.")) { // those that ConfigurationAdmin adds
                    properties.put(key, dictionary.get(key));
                }
            }
        }
        return properties;
    }

    @Override
    @SuppressWarnings("JdkObsolete") // what ConfigurationAdmin takes is a Dictionary
    public void put(String pid, Map<String, Object> properties) throws IOException {
        int name = pid.indexOf('~');
        Configuration configuration = name < 0
                ? admin.getConfiguration(pid, ANY_LOCATION)
                : admin.getFactoryConfiguration(pid.substring(0, name), pid.substring(name + 1), ANY_LOCATION);
        configuration.update(new Hashtable<>(properties));
    }

    @Override
    public void delete(String pid) throws IOException {
        for (Configuration configuration : list("(&(service.pid=" + escaped(pid) + ")" + OWNED + ")")) {
            configuration.delete();
        }
    }

    private static String escaped(String text) {
        return text.replaceAll("([\\\\*()])", "\\\\$1");
    }

    private Configuration[] list(String filter) throws IOException {
        try {
            Configuration @Nullable [] found = admin.listConfigurations(filter);
            return found == null ? new Configuration[0] : found;
        } catch (InvalidSyntaxException impossible) {
            throw new IllegalStateException(filter, impossible);
        }
    }
}
