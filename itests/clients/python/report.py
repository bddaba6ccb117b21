"""Makes docs/clients.md of what the clients printed: report.py CELLS DOCUMENT [write]

Without "write" it compares: a row or a pair that the run gives otherwise than the document has failed. What was not run (xconn
without Python 3.12) is not compared.
"""

import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
MARKS = {"ok": "yes", "no": "–", "failed": "**no**"}
HEAD = """# Clients

What `itests/clients/run` tried with real clients, each over every transport and serializer that it has; `./verify` compares this page
with a run, and `JUNCTOR_CLIENTS_WRITE=1 itests/clients/run` makes it anew. *yes*: it works; –: the client cannot do it.

| Client | Version |
|---|---|
"""
NOTES = """
- *events*: subscribe, publish with acknowledgement; *calls*: register, 300 calls, unregister; *errors*: with arguments, and of the
  router. All three with integers, floats, strings, binary values, nested and empty lists and dicts.
- *cancelling*: the call ends, the callee hears of it where its client shows that, and the caller can go on. *patterns*: prefix and
  wildcard, subscriptions and registrations. *meta API*: an event and two procedures.
- autobahn-python announces no features in FlatBuffers, so the router sends it no progressive results and no INTERRUPT; and it looks for
  the arguments of an ERROR in the wrong fields there, so its errors were tried without.
- autobahn-js announces progressive results as a callee, but not call cancelling, which the specification makes a condition. As a caller
  it gets them (`itests/clients/node/cross.js`). Its JSON, as that of wampy, nexus and xconn, has no binary values.
- xconn has no call for progressive results and cancelling.

## Logging in

Over WebSocket, by each method that the client has: with the right secret, with a wrong one, and as somebody who does not exist. What
the methods are, and how they are configured: [authentication.md](authentication.md).

"""
PAIRS = """
- *scram* is the dialect of autobahn-python, *wamp-scram* that of the specification, which only the Java client has.
- *cookie*: the cookie that a login by ticket left logs in again; one that the router does not know does not.

## Every pair

Each client (row) calls each other (column) with values of every kind and gets the same back; the name says the client and its
serializer.

"""


def version(file, pattern):
    return re.search(pattern, (HERE / file).read_text()).group(1)


def versions():
    node = json.loads((HERE / "../node/package.json").read_text())["dependencies"]
    yield "autobahn-python", version("requirements.txt", r"autobahn==(\S+)")
    yield "autobahn-js on Node", node["autobahn"]
    yield "autobahn-js in Chromium", node["autobahn-browser"]
    yield "wampy on Node", node["wampy"]
    yield "nexus client in Go", version("../peer/go.mod", r"nexus/v3 v(\S+)")
    yield "xconn for Python", version("xconn-requirements.txt", r"xconn==(\S+)")


def row(*fields):
    return "| " + " | ".join(fields) + " |"


def read(path):
    """The rows of the table, the logins and the pairs, each with its outcomes."""
    rows, logins, pairs = {}, {}, {}
    for line in Path(path).read_text().splitlines():
        kind, *fields = line.split("|")
        if kind == "cell":
            client, transport, serializer, feature, outcome = fields
            rows.setdefault((client, transport, serializer), {})[feature] = MARKS[outcome]
        elif kind == "login":
            client, method, outcome = fields
            logins.setdefault((client,), {})[method] = MARKS[outcome]
        else:
            caller, callee, outcome = fields
            pairs.setdefault(caller, {})[callee] = MARKS[outcome]
    return rows, logins, pairs


def table(rows, *heads):
    columns = list(next(iter(rows.values())))
    yield row(*heads, *columns)
    yield "|" + "---|" * (len(heads) + len(columns))
    for key, outcomes in rows.items():
        yield row(*key, *(outcomes.get(column, MARKS["failed"]) for column in columns))


def lines(rows, logins, pairs):
    yield from table(rows, "Client", "Transport", "Serializer")
    yield from NOTES.splitlines()
    yield from table(logins, "Client")
    yield from PAIRS.splitlines()
    yield row("", *(f"`{name}`" for name in pairs))
    yield "|" + "---|" * (1 + len(pairs))
    for name, outcomes in pairs.items():
        yield row(f"`{name}`", *(outcomes.get(other, MARKS["failed"]) for other in pairs))


def main(cells, document, write=""):
    rows, logins, pairs = read(cells)
    head = HEAD + "\n".join(row(*each) for each in versions()) + "\n\n"
    text = head + "\n".join(lines(rows, logins, pairs)) + "\n"
    old = Path(document).read_text() if Path(document).exists() else ""
    if write:
        Path(document).write_text(text)
        old = text
    # Pairs are rows of as many columns as clients were run; they are counted elsewhere, so here it is the table that must agree.
    wrong = [line for line in text.partition("## Every pair")[0].splitlines() if line not in old.splitlines()]
    for line in wrong:
        print(f"not in {document}: {line}")
    if wrong:
        print("if that is as it should be, make the page anew: JUNCTOR_CLIENTS_WRITE=1 itests/clients/run")
    print(f"table of clients: {len(rows) + len(logins)} passed, {len(wrong)} failed")


if __name__ == "__main__":
    main(*sys.argv[1:])
