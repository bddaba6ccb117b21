"""xconn for Python over every transport and serializer that it has:

    xconn_table.py
    xconn_table.py serve NAME TRANSPORT SERIALIZER
    xconn_table.py call NAME TRANSPORT SERIALIZER CALLEE…

Prints a line "cell|CLIENT|TRANSPORT|SERIALIZER|FEATURE|OUTCOME" for each cell of the table of clients; of the other two, the first
offers an echo until standard input ends, and the second asks that of each CALLEE, with a line "pair|NAME|CALLEE|OUTCOME".
"""

import asyncio
import os
import sys
import traceback

from suite import LIMIT, equal
from values import ARGUMENTS, BINARY, KEYWORDS
from xconn import AsyncClient, CBORSerializer, JSONSerializer, MsgPackSerializer
from xconn.exception import ApplicationError
from xconn.types import Result

NAME = "xconn for Python"
REALM = os.environ.get("JUNCTOR_TEST_REALM", "realm1")
PAIRS = "org.junctor.pair."
SERIALIZERS = {"json": JSONSerializer, "msgpack": MsgPackSerializer, "cbor": CBORSerializer}
TRANSPORTS = {
    "websocket": os.environ["JUNCTOR_TEST_URL"],
    "rawsocket": os.environ.get("JUNCTOR_TEST_RAW", ""),
    "rawsocket on unix": "unix://" + os.environ.get("JUNCTOR_TEST_RAW_UNIX", ""),
}
# It has no call for them.
UNABLE = ("progressive results", "cancelling")


def values(serializer):
    """Its JSON has no binary values."""
    return ARGUMENTS if serializer == "json" else ARGUMENTS + BINARY


def payload(message):
    """Arguments and keyword arguments; absent is the same as empty."""
    return list(message.args or []), dict(message.kwargs or {})


async def echo(invocation):
    return Result(invocation.args, invocation.kwargs)


async def events(connect, uri, sent):
    subscriber, publisher = await connect(), await connect()
    received = asyncio.Queue()
    await subscriber.subscribe(uri, collector(received))
    for args, kwargs in ((sent, KEYWORDS), ([], {})):
        await publisher.publish(uri, args, kwargs, {"acknowledge": True})
        equal((args, kwargs), payload(await received.get()))


async def calls(connect, uri, sent):
    callee, caller = await connect(), await connect()
    registration = await callee.register(uri, echo)
    equal((sent, KEYWORDS), payload(await caller.call(uri, sent, KEYWORDS)))
    for i in range(300):  # so that request ids do not fit one octet
        equal(([i], {}), payload(await caller.call(uri, [i])))
    await registration.unregister()


async def errors(connect, uri, sent):
    callee, caller = await connect(), await connect()

    async def fail(invocation):
        raise ApplicationError("org.example.broken", *invocation.args)  # it sends no keyword arguments

    await callee.register(uri, fail)
    for name, expected, args in ((uri, "org.example.broken", sent), (uri + ".no", "wamp.error.no_such_procedure", None)):
        try:
            await caller.call(name, sent)
        except ApplicationError as error:
            equal(expected, error.message)
            if args is not None:
                equal(args, list(error.args))
        else:
            raise AssertionError("no error")


async def patterns(connect, uri, sent):
    one, other = await connect(), await connect()
    received = asyncio.Queue()
    for match, pattern in (("prefix", ".p"), ("wildcard", "..w")):

        async def called(invocation, match=match):
            return Result([match, invocation.details["procedure"]])

        await one.subscribe(uri + pattern, collector(received), {"match": match})
        await one.register(uri + pattern, called, {"match": match})
    for match, name in (("prefix", uri + ".pre.x"), ("wildcard", uri + ".any.w")):
        await other.publish(name, options={"acknowledge": True})
        equal(name, (await received.get()).details["topic"])
        equal(([match, name], {}), payload(await other.call(name)))


async def meta_api(connect, uri, sent):
    watcher = await connect()
    joins = asyncio.Queue()
    await watcher.subscribe("wamp.session.on_join", collector(joins))
    await connect()
    joined = (await joins.get()).args[0]["session"]
    equal(True, joined in (await watcher.call("wamp.session.list")).args[0])
    equal(joined, (await watcher.call("wamp.session.get", [joined])).args[0]["session"])


FEATURES = {
    "events": events,
    "calls": calls,
    "errors": errors,
    "progressive results": None,
    "cancelling": None,
    "patterns": patterns,
    "meta API": meta_api,
}


def collector(queue):
    async def on_event(event):
        queue.put_nowait(event)

    return on_event


async def connect(transport, serializer):
    return await AsyncClient(serializer=SERIALIZERS[serializer]()).connect(TRANSPORTS[transport], REALM)


async def cell(transport, serializer, feature):
    if feature in UNABLE:
        return "no"
    opened = []

    async def keep():
        session = await connect(transport, serializer)
        opened.append(session)
        return session

    uri = f"org.junctor.table.xconn.{transport}.{serializer}.{feature}".replace(" ", "_")
    try:
        await asyncio.wait_for(FEATURES[feature](keep, uri, values(serializer)), LIMIT)
        return "ok"
    except Exception:
        traceback.print_exc(file=sys.stdout)
        return "failed"
    finally:
        for session in opened:
            await session.leave()


async def table():
    outcomes = []
    for transport, url in TRANSPORTS.items():
        for serializer in SERIALIZERS if url else ():
            for feature in FEATURES:
                outcomes.append(await cell(transport, serializer, feature))
                print(f"cell|{NAME}|{transport}|{serializer}|{feature}|{outcomes[-1]}", flush=True)
    print(f"{NAME} table: {outcomes.count('ok')} passed, {outcomes.count('failed')} failed", flush=True)
    return 0 if "ok" in outcomes and "failed" not in outcomes else 1


async def call(session, name, serializer, callees):
    for callee in callees:
        try:
            sent = values(serializer)
            equal((sent, KEYWORDS), payload(await session.call(PAIRS + callee, sent, KEYWORDS)))
            outcome = "ok"
        except Exception:
            traceback.print_exc(file=sys.stdout)
            outcome = "failed"
        print(f"pair|{name}|{callee}|{outcome}", flush=True)


async def main():
    if len(sys.argv) == 1:
        return await table()
    task, name, transport, serializer, *callees = sys.argv[1:]
    session = await connect(transport, serializer)
    if task == "serve":
        await session.register(PAIRS + name, echo)
        print("ready", flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    else:
        await asyncio.wait_for(call(session, name, serializer, callees), LIMIT)
    await session.leave()
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
