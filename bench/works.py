"""The works that routers are measured at beside one another, as data. What needs more than one load is in extras.py."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Goal:
    """What is compared of one load: ``key`` of what was measured, and what is asked of Junctor.

    ``most`` in the figure's unit; ``ratio`` how many times below the best peer; ``mark`` how many times the outer mark's
    figure at most.
    """

    key: str
    said: str = ""
    most: float | None = None
    ratio: float | None = None
    mark: float | None = None


@dataclasses.dataclass(frozen=True)
class Work:
    """One load, the transport and serializer that it is sent with, and what is compared."""

    name: str
    mode: str
    goals: tuple
    options: tuple = ()
    transport: str = "ws"
    serializer: str = "json"

    def arguments(self):
        line = ["--mode", self.mode, "--serializer", self.serializer]
        for name, value in self.options:
            line.append(f"--{name}={value}")
        return line


def calls(name, inflight, payload=16, clients=8, callees=8, goals=None, transport="ws", serializer="json", **goal):
    options = (("clients", clients), ("callees", callees), ("inflight", inflight), ("payload", payload))
    return Work(name, "rpc", goals or (Goal("router_us_per_call", **goal),), options, transport, serializer)


def events(subscribers, transport="ws", serializer="json", **goal):
    name = f"event 1 → {subscribers:,}, acknowledged" + (", RawSocket, MessagePack" if transport == "rs" else "")
    options = (("publishers", 1), ("subscribers", subscribers), ("inflight", 32))
    return Work(name, "pubsub", (Goal("router_us_per_event", **goal),), options, transport, serializer)


def spread(name, mode):
    options = (("topics", 10000), ("subscribers", 100), ("inflight", 32))
    return Work(name, mode, (Goal("router_us_per_pub"),), options)


ONE = (
    Goal("p50_us", "p50", ratio=1),
    Goal("p99_us", "p99", ratio=1),
    Goal("router_us_per_call", "CPU"),
)
QUEUED = (Goal("router_us_per_call", "CPU"), Goal("error_percent", "calls answered with ERROR, %", most=0))

WORKS = [
    calls("call, 8 × 32 in flight, JSON", 32, most=2.1, ratio=12),
    calls("call, 8 × 32 in flight, MessagePack", 32, serializer="msgpack", most=2.1, ratio=12),
    calls("call, 8 × 32 in flight, CBOR", 32, serializer="cbor"),
    calls("call, 8 × 1 in flight, JSON", 1, most=13, ratio=2.4),
    calls("call, 8 × 32, RawSocket, MessagePack", 32, transport="rs", serializer="msgpack", most=1.8),
    calls("call of 1 KiB, 8 × 32, JSON", 32, 1024, most=3.5, ratio=10),
    calls("call of 1 KiB, 8 × 32, MessagePack", 32, 1024, serializer="msgpack"),
    calls("call of 64 KiB, 8 × 32, JSON", 32, 65536, most=150, ratio=4),
    calls("call of 64 KiB, 8 × 32, MessagePack", 32, 65536, serializer="msgpack"),
    calls("one caller, one in flight, JSON", 1, clients=1, callees=1, goals=ONE),
    calls("one callee, 256 calls queued, JSON", 32, callees=1, goals=QUEUED),
    events(100, most=0.9, ratio=7, mark=2.2),
    events(1000, most=1.0, ratio=7, mark=2.2),
    events(100, transport="rs", serializer="msgpack"),
    spread("publish to one of 10,000 topics", "topics"),
    spread("publish to one of 10,000 prefixes", "prefix"),
    spread("publish to one of 10,000 wildcards", "wildcard"),
    Work("join and leave", "connect", (Goal("router_us_per_session", ratio=1),), (("clients", 32),)),
]
