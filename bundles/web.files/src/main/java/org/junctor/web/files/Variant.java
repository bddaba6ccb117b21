package org.junctor.web.files;

import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;
import org.junctor.web.files.Site.Document;

/**
 * A file in the form that a client gets: as it is, or as the file beside it that somebody compressed before.
 *
 * @param document what is sent
 * @param coding the content coding; null for the file as it is
 * @param alone whether no client gets another form
 */
record Variant(Document document, @Nullable String coding, boolean alone) {

    /** A content coding, and how the names of its files end. The better ones come first. */
    private enum Coding {
        BR(".br"),
        GZIP(".gz");

        private final String ending;

        Coding(String ending) {
            this.ending = ending;
        }
    }

    /** The one that a request gets. A compressed form that is older than its file is of another version, so nobody gets it. */
    static Variant of(Document document, Site.Source source, HttpFields request) {
        boolean alone = true;
        for (Coding coding : Coding.values()) {
            if (source.look(document.name() + coding.ending) instanceof Document compressed
                    && !compressed.modified().isBefore(document.modified())) {
                String name = coding.name().toLowerCase(Locale.ROOT);
                if (accepts(request, name)) {
                    return new Variant(compressed, name, false);
                }
                alone = false;
            }
        }
        return new Variant(document, null, alone);
    }

    /** Whether the client names the coding and does not refuse it; a star alone is no sign that it can read it. */
    private static boolean accepts(HttpFields request, String name) {
        for (String line : request.getValuesList(HttpHeader.ACCEPT_ENCODING)) {
            for (String entry : line.toLowerCase(Locale.ROOT).split(",", -1)) {
                List<String> parts =
                        List.of(entry.replace(" ", "").replace("\t", "").split(";", -1));
                if (parts.get(0).equals(name)) {
                    return parts.stream().noneMatch(part -> part.matches("q=0(\\.0{0,3})?"));
                }
            }
        }
        return false;
    }
}
