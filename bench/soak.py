"""A router that is saturated for minutes: whether its memory grows, and how long collections stop it."""

import json
import re
import statistics
import subprocess
import threading
import time

import extras

PAUSE = re.compile(r"^\[([\d.]+)s\].* (Pause \w+).* (\d+)M->(\d+)M\((\d+)M\) ([\d.]+)ms", re.MULTILINE)
LOADS = (
    ("--mode=rpc", "--clients=8", "--callees=8", "--inflight=32"),
    ("--mode=pubsub", "--serializer=msgpack", "--publishers=1", "--subscribers=100", "--inflight=32", "--payload=1024"),
    ("--mode=connect", "--clients=4"),
)
HEAP = "-Xmx256m"


def lines(bench, minutes):
    """Calls, events and joins together, on one router with a heap of 256 MB."""
    log = bench.folder / "gc.log"
    router = extras.started(bench, "soak", java=f"{HEAP} -Xlog:gc:file={log}")
    resident, ended = [], threading.Event()
    sampler = threading.Thread(target=sample, args=(router, resident, ended))
    try:
        sampler.start()
        seconds = minutes * 60
        line = [bench.generator, "--url", router.urls["ws"], "--setup-timeout", 30, "--seconds", seconds, "--warmup", 2]
        loads = [subprocess.Popen(list(map(str, [*line, *load])), stdout=subprocess.PIPE, text=True) for load in LOADS]
        said = [load.communicate(timeout=seconds + 120)[0] for load in loads]
        kept = extras.collected_kb(router.process.pid) / 1024
    finally:
        ended.set()
        sampler.join()
        router.stop()
    return report(minutes, resident, kept, PAUSE.findall(log.read_text()), said)


def sample(router, resident, ended):
    while not ended.wait(2):
        if router.process.poll() is None:
            resident.append((time.monotonic(), extras.resident_kb(router.process.pid) / 1024))


def median_between(samples, begin, end):
    """The median of what was sampled in a part of the time, both given as shares of it."""
    first, last = samples[0][0], samples[-1][0]
    inside = [value for at, value in samples if begin <= (at - first) / max(last - first, 1e-9) <= end]
    return statistics.median(inside) if inside else float("nan")


def report(minutes, resident, kept, pauses, said):
    times = sorted(float(pause[5]) for pause in pauses)
    full = [pause for pause in pauses if pause[1] == "Pause Full"]
    after = [(float(pause[0]), int(pause[3])) for pause in pauses]
    share = 100 * sum(times) / 1000 / (minutes * 60)
    figures = [
        ("heap after a collection, second tenth → last tenth, MB",
         f"{median_between(after, 0.1, 0.2):.0f} → {median_between(after, 0.9, 1):.0f}"),
        ("resident, second tenth → last tenth, MB",
         f"{median_between(resident, 0.1, 0.2):.0f} → {median_between(resident, 0.9, 1):.0f}"),
        ("resident when the load had ended, after full collections, MB", f"{kept:.0f}"),
        ("collections", f"{len(pauses)}, {len(full)} of them full"),
        ("pause p50, p99, longest, ms",
         f"{times[len(times) // 2]:.1f}, {times[int(len(times) * 0.99)]:.1f}, {times[-1]:.1f}"),
        ("share of the time in pauses", f"{share:.2f} %"),
    ]  # fmt: skip
    page = [f"| {minutes:g} minutes at saturation with {HEAP} | |", "|---|---|"]
    page += [f"| {name} | {value} |" for name, value in figures]
    return [*page, "", *map(loaded, LOADS, said)]


def loaded(load, said):
    """One load: what it was, how much it got through, and what went wrong."""
    measured = json.loads(said.strip().splitlines()[-1])
    wanted = ("call_per_s", "event_per_s", "session_per_s", "p99_us", "errors", "error", "wrong_results", "lost_events", "closed")
    shown = ", ".join(f"{key} {measured[key]}" for key in wanted if key in measured)
    return f"- `{' '.join(load)}`: {shown}"
