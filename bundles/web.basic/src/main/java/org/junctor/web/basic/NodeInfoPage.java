package org.junctor.web.basic;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes the page of {@code nodeinfo}: one document with its style, no script, nothing that is loaded. */
final class NodeInfoPage {
    private static final String STYLE =
            """
            :root { color-scheme: light dark; --page: #fff; --ink: #1b1f24; --dim: #57606a; --line: #d0d7de; --good: #116329; --bad: #a40e26; }
            @media (prefers-color-scheme: dark) { :root { --page: #0d1117; --ink: #e6edf3; --dim: #9da7b3; --line: #30363d; --good: #56d364; --bad: #ff7b72; } }
            * { box-sizing: border-box; }
            body { margin: 0 auto; padding: 1rem; max-width: 60rem; background: var(--page); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
            h1 { margin: 0.5rem 0; font-size: 1.6rem; }
            h2 { margin: 2rem 0 0.5rem; font-size: 1.2rem; }
            p { margin: 0.5rem 0; }
            a { color: inherit; }
            .dim { color: var(--dim); }
            .good { color: var(--good); font-weight: 600; }
            .bad { color: var(--bad); font-weight: 600; }
            dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1.5rem; margin: 1rem 0; }
            dt { color: var(--dim); }
            dd { margin: 0; overflow-wrap: anywhere; }
            table { border-collapse: collapse; width: 100%; }
            th, td { padding: 0.35rem 0 0.35rem 0.75rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
            thead th { color: var(--dim); font-weight: 600; }
            tbody th { padding-left: 0; font-weight: 600; overflow-wrap: anywhere; }
            th:first-child { padding-left: 0; }
            .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
            @media (max-width: 40rem) {
              thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
              table, tbody, tr, th, td { display: block; }
              tr { padding: 0.5rem 0; border-bottom: 1px solid var(--line); }
              tbody th, td { padding: 0; border: 0; }
              td { display: flex; justify-content: space-between; gap: 1rem; }
              td:empty { display: none; }
              td::before { content: attr(data-label); color: var(--dim); font-weight: 400; }
            }
            """;

    /** The policy that allows this style, and nothing else. */
    static final String POLICY =
            "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
                    .formatted(sha256(STYLE));

    private final StringBuilder html = new StringBuilder(8192);
    private String[] columns = {};

    private NodeInfoPage() {}

    static String html(NodeState node) {
        NodeInfoPage page = new NodeInfoPage();
        page.head(node);
        page.realms(node.realms());
        page.parts(node.parts());
        page.counters(node.counters());
        page.html.append("</main>\n</body>\n</html>\n");
        return page.html.toString();
    }

    private void head(NodeState node) {
        html.append(
                """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>Junctor node: %1$s</title>
                <style>%2$s</style>
                </head>
                <body>
                <main>
                <h1>Junctor node</h1>
                <dl>
                <dt>State</dt><dd class="%3$s">%1$s</dd>
                <dt>Version</dt><dd>%4$s</dd>
                <dt>Up for</dt><dd>%5$s</dd>
                </dl>
                <p class="dim">As of the moment when the page was loaded. <a href="">Load again</a></p>
                """
                        .formatted(
                                escape(node.summary()),
                                STYLE,
                                tone(node.summary()),
                                escape(node.version()),
                                duration(node.uptimeMs())));
    }

    private void realms(@Nullable List<NodeState.RealmState> realms) {
        html.append("<h2 id=\"realms\">Realms</h2>\n");
        if (realms == null) {
            html.append("<p>The router core is not there at the moment. Sessions are accepted again when it is.</p>\n");
            return;
        }
        if (realms.isEmpty()) {
            html.append("<p>None.</p>\n");
            return;
        }
        table("realms", "Realm", "#Sessions", "#Registrations", "#Subscriptions");
        for (NodeState.RealmState realm : realms) {
            row(realm.name(), number(realm.sessions()), number(realm.registrations()), number(realm.subscriptions()));
        }
        endOfTable();
    }

    private void parts(List<NodeState.PartState> parts) {
        html.append("<h2 id=\"parts\">Parts</h2>\n");
        if (parts.isEmpty()) {
            html.append("<p>None.</p>\n");
            return;
        }
        table("parts", "Part", "Kind", "State", "Figures");
        for (NodeState.PartState part : parts) {
            row(part.name(), part.kind(), part.state(), figures(part.numbers()));
        }
        endOfTable();
    }

    private void counters(Map<String, Long> counters) {
        if (counters.isEmpty()) {
            return;
        }
        html.append("<h2 id=\"counters\">Counters since the router core started</h2>\n");
        Map<String, Long> counted = new TreeMap<>(counters);
        counted.values().removeIf(value -> value == 0);
        if (!counted.isEmpty()) {
            table("counters", "Counter", "#Value");
            counted.forEach((name, value) -> row(name, number(value)));
            endOfTable();
        }
        html.append("<p class=\"dim\">%d others are 0.</p>\n".formatted(counters.size() - counted.size()));
    }

    /**
     * Begins a table; a column whose heading begins with {@code #} holds numbers. The roles are said although they are a table's own:
     * browsers forget them when a narrow window has rows shown as blocks.
     */
    private void table(String heading, String... headings) {
        columns = headings;
        html.append("<table role=\"table\" aria-labelledby=\"%s\">\n<thead role=\"rowgroup\"><tr role=\"row\">"
                .formatted(heading));
        for (String column : headings) {
            html.append("<th role=\"columnheader\" scope=\"col\"%s>%s</th>".formatted(numeric(column), label(column)));
        }
        html.append("</tr></thead>\n<tbody role=\"rowgroup\">\n");
    }

    /** One row: its name, and a text for each further column. */
    private void row(String name, String... texts) {
        html.append("<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">")
                .append(escape(name))
                .append("</th>");
        for (int i = 0; i < texts.length; i++) {
            String column = columns[i + 1];
            String shown = column.equals("State")
                    ? "<span class=\"%s\">%s</span>".formatted(tone(texts[i]), escape(texts[i]))
                    : escape(texts[i]);
            html.append(
                    "<td role=\"cell\" data-label=\"%s\"%s>%s</td>".formatted(label(column), numeric(column), shown));
        }
        html.append("</tr>\n");
    }

    private void endOfTable() {
        html.append("</tbody>\n</table>\n");
    }

    private static String label(String column) {
        return escape(column.startsWith("#") ? column.substring(1) : column);
    }

    private static String numeric(String column) {
        return column.startsWith("#") ? " class=\"number\"" : "";
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value).replace(',', '\u202f');
    }

    private static String figures(Map<String, Number> numbers) {
        StringBuilder text = new StringBuilder();
        numbers.forEach((name, value) ->
                text.append(text.isEmpty() ? "" : ", ").append(name).append(' ').append(value));
        return text.toString();
    }

    private static String tone(String state) {
        return switch (state) {
            case "running" -> "good";
            case "starting", "stopped" -> "dim";
            default -> "bad";
        };
    }

    private static String duration(long ms) {
        Duration time = Duration.ofMillis(ms);
        if (time.toDays() > 0) {
            return "%d d %d h %d min".formatted(time.toDays(), time.toHoursPart(), time.toMinutesPart());
        }
        return time.toHours() > 0
                ? "%d h %d min".formatted(time.toHours(), time.toMinutesPart())
                : "%d min %d s".formatted(time.toMinutes(), time.toSecondsPart());
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
