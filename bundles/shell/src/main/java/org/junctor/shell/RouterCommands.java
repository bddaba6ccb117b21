package org.junctor.shell;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.Part;
import org.junctor.api.operation.Router;
import org.junctor.api.security.SessionInfo;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The commands of the scope {@code junctor}: what the router has, in tables. Gogo calls them by the names of the methods. */
@Component(
        service = RouterCommands.class,
        property = {
            "osgi.command.scope=junctor",
            "osgi.command.function=realms",
            "osgi.command.function=sessions",
            "osgi.command.function=registrations",
            "osgi.command.function=subscriptions",
            "osgi.command.function=listeners",
            "osgi.command.function=counters",
            "osgi.command.function=kill"
        })
public final class RouterCommands {
    /** Absent while the router core is being updated; commands say so. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Router router;

    @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile List<Part> parts = List.of();

    private Router router() {
        Router now = router;
        if (now == null) {
            throw new IllegalStateException("the router core is not there at the moment; \"lb\" lists the bundles");
        }
        return now;
    }

    /** Lists the realms. */
    @Descriptor("lists the realms")
    public void realms(CommandSession shell) {
        Router now = router();
        Table table = new Table("REALM", "SESSIONS", "REGISTRATIONS", "SUBSCRIPTIONS");
        for (String realm : now.realms()) {
            table.row(
                    realm,
                    now.sessions(realm).size(),
                    now.registrations(realm).size(),
                    now.subscriptions(realm).size());
        }
        table.print(shell.getConsole(), "realm");
    }

    /** Lists the sessions of all realms, or of some. */
    @Descriptor("lists the sessions of all realms, or of those that are named")
    public void sessions(CommandSession shell, @Descriptor("names of realms") String... realms) {
        Table table = new Table("SESSION", "REALM", "AUTHID", "ROLE", "METHOD", "TRANSPORT", "ADDRESS");
        for (String realm : chosen(realms)) {
            List<SessionInfo> sessions = new ArrayList<>(router().sessions(realm));
            sessions.sort(Comparator.comparingLong(SessionInfo::id));
            for (SessionInfo session : sessions) {
                table.row(
                        session.id(),
                        realm,
                        session.authid(),
                        session.authrole(),
                        session.authmethod(),
                        session.peer().transport(),
                        session.peer().address());
            }
        }
        table.print(shell.getConsole(), "session");
    }

    /** Lists the registrations of all realms, or of some. */
    @Descriptor("lists the registrations of all realms, or of those that are named")
    public void registrations(CommandSession shell, @Descriptor("names of realms") String... realms) {
        entries(shell.getConsole(), "registration", "CALLEES", Router::registrations, realms);
    }

    /** Lists the subscriptions of all realms, or of some. */
    @Descriptor("lists the subscriptions of all realms, or of those that are named")
    public void subscriptions(CommandSession shell, @Descriptor("names of realms") String... realms) {
        entries(shell.getConsole(), "subscription", "SUBSCRIBERS", Router::subscriptions, realms);
    }

    private void entries(
            PrintStream out,
            String name,
            String sessions,
            BiFunction<Router, String, List<Router.Entry>> of,
            String... realms) {
        Table table = new Table("ID", "REALM", "MATCH", "URI", sessions);
        for (String realm : chosen(realms)) {
            List<Router.Entry> entries = new ArrayList<>(of.apply(router(), realm));
            entries.sort(Comparator.comparing(Router.Entry::uri).thenComparing(Router.Entry::match));
            for (Router.Entry entry : entries) {
                table.row(
                        entry.id(),
                        realm,
                        entry.match(),
                        entry.uri(),
                        entry.sessions().size());
            }
        }
        table.print(out, name);
    }

    private List<String> chosen(String... realms) {
        List<String> known = router().realms();
        for (String realm : realms) {
            if (!known.contains(realm)) {
                throw new IllegalArgumentException(
                        "there is no realm \"" + realm + "\"; there are: " + String.join(", ", known));
            }
        }
        return realms.length == 0 ? known : List.of(realms);
    }

    /** Lists the listeners. */
    @Descriptor("lists the listeners")
    public void listeners(CommandSession shell) {
        Table table = new Table("LISTENER", "STATE", "DETAILS");
        List<Part> sorted = new ArrayList<>(parts);
        sorted.sort(Comparator.comparing(Part::pid));
        for (Part part : sorted) {
            if (part.kind().equals("transport")) {
                List<String> details = new ArrayList<>();
                new TreeMap<>(part.details()).forEach((name, value) -> details.add(name + " " + value));
                String id = part.pid().substring(part.pid().indexOf('~') + 1);
                table.row(id, part.state(), String.join(", ", details));
            }
        }
        table.print(shell.getConsole(), "listener");
    }

    /** Shows the counters of the router core. */
    @Descriptor("shows the counters of the router core")
    public void counters(CommandSession shell) {
        Table table = new Table("COUNTER", "VALUE");
        new TreeMap<>(router().counters()).forEach(table::row);
        table.print(shell.getConsole(), "counter");
    }

    /** Ends a session. */
    @Descriptor("ends a session with GOODBYE")
    public void kill(CommandSession shell, @Descriptor("id of the session") String session) {
        kill(shell, session, "wamp.close.killed");
    }

    /** Ends a session with a reason. */
    @Descriptor("ends a session with GOODBYE")
    public void kill(
            CommandSession shell,
            @Descriptor("id of the session") String session,
            @Descriptor("reason, a URI") String reason) {
        if (!session.matches("[0-9]{1,18}")) {
            throw new IllegalArgumentException("\"" + session + "\" is no id of a session; \"sessions\" lists them");
        }
        if (!router().kill(Long.parseLong(session), reason, "ended by the operator")) {
            throw new IllegalArgumentException("there is no session " + session + "; \"sessions\" lists them");
        }
        shell.getConsole().println("session " + session + " ended");
    }
}
