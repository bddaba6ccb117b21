"""The works that routers are measured at, as data."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Work:
    """One load.

    ``figure`` is what is compared; ``goal`` in its unit; ``ratio`` how many times below the best peer it should be.
    """

    name: str
    mode: str
    figure: str
    options: tuple = ()
    transport: str = "ws"
    serializer: str = "json"
    goal: float | None = None
    ratio: float | None = None
    mark: float | None = None  # how many times the outer mark's figure at most

    def arguments(self):
        line = ["--mode", self.mode, "--serializer", self.serializer]
        for name, value in self.options:
            line.append(f"--{name}={value}")
        return line


CALL = "router_us_per_call"
EVENT = "router_us_per_event"


def calls(name, inflight, payload=16, **more):
    return Work(
        name, "rpc", CALL, (("clients", 8), ("callees", 8), ("inflight", inflight), ("payload", payload)), **more)  # fmt: skip


def events(subscribers, **more):
    name = f"event 1 → {subscribers}, acknowledged"
    return Work(name, "pubsub", EVENT, (("publishers", 1), ("subscribers", subscribers), ("inflight", 32)), **more)


def patterns(mode, count):
    return Work(
        f"publish to one of 100 topics, {count} {mode} subscriptions", mode, "router_us_per_pub",
        (("topics", count), ("subscribers", 100), ("inflight", 32)))  # fmt: skip


WORKS = [
    calls("call, 8 × 32 in flight, JSON", 32, goal=2.1, ratio=12),
    calls("call, 8 × 32 in flight, MessagePack", 32, serializer="msgpack", goal=2.1, ratio=12),
    calls("call, 8 × 32 in flight, CBOR", 32, serializer="cbor"),
    calls("call, 8 × 1 in flight, JSON", 1, goal=13, ratio=2.4),
    calls("call, 8 × 32, RawSocket, MessagePack", 32, transport="rs", serializer="msgpack", goal=1.8),
    calls("call of 1 KiB, 8 × 32, JSON", 32, 1024, goal=3.5, ratio=10),
    calls("call of 64 KiB, 8 × 32, JSON", 32, 65536, goal=150, ratio=4),
    events(100, goal=0.9, ratio=7, mark=2.2),
    events(1000, goal=1.0, ratio=7, mark=2.2),
    Work("one caller, one in flight: p50, µs", "rpc", "p50_us", (("clients", 1), ("callees", 1), ("inflight", 1)), ratio=1),
    Work("one caller, one in flight: p99, µs", "rpc", "p99_us", (("clients", 1), ("callees", 1), ("inflight", 1)), ratio=1),
    Work("call to one callee, 256 queued", "rpc", CALL, (("clients", 8), ("callees", 1), ("inflight", 32))),
    Work("publish to one of 10,000 topics", "topics", "router_us_per_pub", (("topics", 10000), ("subscribers", 100), ("inflight", 32))),
    patterns("prefix", 100),
    patterns("prefix", 10000),
    patterns("wildcard", 100),
    patterns("wildcard", 10000),
    Work("join and leave", "connect", "router_us_per_session", (("clients", 32),), ratio=1),
]
