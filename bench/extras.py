"""Works that need more than one load of one router: each is a function of a ``Bench``, and answers a ``Figure`` or several."""

import dataclasses
import os
import pathlib
import re
import resource
import shlex
import shutil
import statistics
import subprocess
import time

import hold
import routers

FEW, MANY = 5000, 15000
UNBOUNDED_TABLES = {"tables.total.bytes": 256 << 20, "session.subscriptions.max": 1000000}


@dataclasses.dataclass(frozen=True)
class Figure:
    """One line of the table: its values over the rounds, and the most (or what else) that is asked of their median."""

    name: str
    values: list
    unit: str
    goal: float | None = None
    note: str = ""


def resident_kb(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status).group(1))


def collected_kb(pid):
    """Resident memory after full collections: the first may only find what the second takes away."""
    home = os.environ.get("JAVA_HOME")
    jcmd = pathlib.Path(home) / "bin/jcmd" if home else shutil.which("jcmd")
    if jcmd is None or not pathlib.Path(jcmd).exists():
        raise routers.Missing("jcmd (of a JDK, on the PATH or in JAVA_HOME) is needed to ask for a collection")
    for _ in range(2):
        subprocess.run([str(jcmd), str(pid), "GC.run"], capture_output=True, check=True, timeout=60)
    return resident_kb(pid)


def started(bench, name, **how):
    router = routers.Junctor(bench.folder / f"{name}-{time.monotonic_ns()}", **how)
    router.start()
    return router


def rounds(bench, *measures):
    """Runs several measurements in turn; the first round is for the compiler of a new router, and not counted."""
    answers = [[measure() for measure in measures] for _ in range(bench.rounds + 1)][1:]
    return list(zip(*(row for row in answers if all(row)), strict=True)) or [()] * len(measures)


def calls(bench, router, **options):
    """Pipelined JSON calls."""
    chosen = {"clients": 8, "callees": 8, "inflight": 32} | options
    arguments = [f"--{key}={value}" for key, value in chosen.items()]
    return bench.load(router, "ws", "--mode", "rpc", *arguments)


def selectors(bench):
    """The cost of two selectors beside one, in turn."""
    one = started(bench, "one", keys={"selectors": 1})
    two = started(bench, "two", keys={"selectors": 2})
    try:
        singles, doubles = rounds(bench, lambda: calls(bench, one), lambda: calls(bench, two))
    finally:
        one.stop()
        two.stop()
    cost = "router_us_per_call"
    ratios = [double[cost] / single[cost] for single, double in zip(singles, doubles, strict=True)]
    return [Figure("call, 8 × 32, JSON, two selectors, CPU beside one selector", ratios, "×", 1.15)]


def spin(bench):
    """Latency of one call, with the setting that waits for the next message without sleeping, and what it costs."""
    plain = started(bench, "plain")
    spinning = started(bench, "spinning", keys={routers.SPIN: 50})
    try:
        answers = rounds(bench, lambda: single_call(bench, plain), lambda: single_call(bench, spinning))
    finally:
        plain.stop()
        spinning.stop()
    said = (("p50_us", "p50"), ("p99_us", "p99"), ("router_us_per_call", "CPU of the router"))
    return [
        Figure(f"one caller, one in flight, {name} {routers.SPIN}: {text}", [each[key] for each in measured], "µs")
        for name, measured in zip(("without", "with"), answers, strict=True)
        for key, text in said
    ]  # fmt: skip


def single_call(bench, router):
    return calls(bench, router, clients=1, callees=1, inflight=1)


def patterns(bench):
    """Publishing to the same 100 topics, each of which one pattern matches, while others match nothing."""
    figures = []
    for match, uri in (("prefix", "bench.p{:05d}"), ("wildcard", "bench..w{:05d}")):
        router = started(bench, match, limits=UNBOUNDED_TABLES, java="-Xmx512m")
        try:
            costs = {total: publishing(bench, router, match, uri, total) for total in (100, 10000, 100000)}
        finally:
            router.stop()
        figures += [Figure(f"publish, 1 of {n:,} {match} patterns matches: CPU", v, "µs") for n, v in costs.items()]
        if costs[100] and costs[100000]:
            ratio = statistics.median(costs[100000]) / statistics.median(costs[100])
            figures.append(Figure(f"publish, {match}: 100,000 patterns beside 100", [ratio], "×", 2.0))
    return figures


def publishing(bench, router, match, uri, total):
    with hold.Held() as held:
        for begin in range(100, total, 1000):
            uris = [uri.format(i) for i in range(begin, min(begin + 1000, total))]
            held.join(router.urls["ws"]).subscribe(uris, match=match)
        load = ("--mode", match, "--topics=100", "--subscribers=100", "--inflight=32")
        (measured,) = rounds(bench, lambda: bench.load(router, "ws", *load))
        return [each["router_us_per_pub"] for each in measured]


def mixed(bench):
    """One JSON publisher, paced; 300 subscribers of JSON, or 100 each of JSON, MessagePack and CBOR."""
    router = started(bench, "mixed")
    try:
        alike, unlike = rounds(
            bench, lambda: event(bench, router, ("json", "json")), lambda: event(bench, router, ("msgpack", "cbor")))  # fmt: skip
    finally:
        router.stop()
    name = "event 1 → 300, 500 a second, subscribers of {}: CPU per event"
    return [
        Figure(name.format("JSON"), [each["us_per_event"] for each in alike], "µs"),
        Figure(name.format("JSON, MessagePack and CBOR"), [each["us_per_event"] for each in unlike], "µs"),
    ]


def event(bench, router, others):
    """100 subscribers of the generator, and 100 more of each other serializer."""
    with hold.Held() as held:
        for serializer in others:
            for _ in range(100):
                held.join(router.urls["ws"], serializer).subscribe(["bench.topic"])
        held.start()
        measured = bench.load(router, "ws", "--mode=pubsub", "--subscribers=100", "--inflight=32", "--rate=500")
        if measured is None or held.lost > 0 or held.octets == 0:
            return None
        return {"us_per_event": measured["router_us_per_pub"] / (100 * (1 + len(others)))}


def idle(bench):
    """What one more idle session holds, between 5,000 and 15,000, after full collections."""
    need = MANY + 500
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < need:
        raise routers.Missing(f"{need} open files are needed, and the limit is {hard} (ulimit -Hn)")
    if soft < need:
        resource.setrlimit(resource.RLIMIT_NOFILE, (need, hard))
    goals = (("ws", "WebSocket", 12.0), ("rs", "RawSocket", 5.0))
    return [Figure(f"idle {name} session, -Xmx256m", slopes(bench, key), "KiB", goal) for key, name, goal in goals]


def slopes(bench, transport):
    values = []
    for _ in range(bench.rounds):
        router = started(bench, "idle", java="-Xmx256m")  # as shipped the memory watermark refuses the last of them
        try:
            with bench.idling(router, transport, FEW):
                few = collected_kb(router.process.pid)
                with bench.idling(router, transport, MANY - FEW):
                    many = collected_kb(router.process.pid)
            values.append((many - few) / (MANY - FEW))
        finally:
            router.stop()
    return values


def stalled(bench):
    """Events to 1,000 subscribers at half the rate that saturates the router, until one of them stops reading."""
    router = started(bench, "stalled")
    events = ("--publishers=1", "--inflight=256", "--payload=1024")
    try:
        full = bench.load(router, "rs", "--mode=pubsub", "--subscribers=1000", *events)
        if not full:
            return []
        # Shorter than what the router gives a peer that takes nothing: it is slow in all of this time.
        line = ["--url", router.urls["rs"], "--pid", router.process.pid, "--mode=slow", "--subscribers=999", *events,
                f"--rate={full['pubs_per_s'] / 2:.0f}", "--seconds=8", f"--warmup={bench.warmup}"]  # fmt: skip
        runs = [run for run in (bench.generate(*line) for _ in range(5)) if run]
    finally:
        router.stop()
    lost = [100 * (1 - run["live_per_s_one_stuck"] / run["live_per_s_both_reading"]) for run in runs]
    slower = [run["p99_us_one_stuck"] / run["p99_us_both_reading"] for run in runs]
    return [
        Figure("one of 1,000 subscribers stalls: rate that the others lose", lost, "%", 1),
        Figure("one of 1,000 subscribers stalls: p99 of the others beside before", slower, "×", 1.5),
        Figure("p99 of the others before", [run["p99_us_both_reading"] / 1000 for run in runs], "ms"),
        Figure("resident memory meanwhile, at most", [run["rss_mb_max"] for run in runs], "MB"),
    ]


def start(bench):
    """First WELCOME after exec and resident memory half a second later: the router alone, its cache warm."""
    figures = starts(bench, routers.HOME, "start", (1300, None, 150))
    prepared = bench.folder / "prepared"
    shutil.copytree(routers.HOME, prepared, ignore=shutil.ignore_patterns("archive"))
    done = subprocess.run([prepared / "bin/junctor-archive"], capture_output=True, text=True)
    if done.returncode != 0:
        bench.notes.append(f"no start with an archive of classes: {done.stderr.strip()}")
        return figures
    return figures + starts(bench, prepared, "start with bin/junctor-archive", (None, None, None))


def starts(bench, home, name, goals):
    """Ten starts behind one that fills the cache of the bundles."""
    router = routers.Junctor(bench.folder / name.replace("/", " "))
    line = ["--mode", "startup", "--cmd", "exec " + shlex.join(map(str, router.command(home)))]
    runs = [bench.generate("--url", router.urls["ws"], *line) for _ in range(11)]
    warm = [run for run in runs[1:] if run]
    said = (("first_welcome_ms", "first WELCOME", "ms"), ("cpu_ms", "CPU time", "ms"), ("rss_mb", "resident", "MB"))
    return [
        Figure(f"{name}: {text}", [run[key] for run in warm], unit, goal)
        for (key, text, unit), goal in zip(said, goals, strict=True)
    ]


EXTRAS = {
    "start": start,
    "selectors": selectors,
    "spin": spin,
    "patterns": patterns,
    "mixed": mixed,
    "idle": idle,
    "stalled": stalled,
}
