"""autobahn-python over every transport and serializer, on one of its event loops:

    table.py asyncio|twisted
    table.py asyncio|twisted serve NAME TRANSPORT SERIALIZER
    table.py asyncio|twisted call NAME TRANSPORT SERIALIZER CALLEE…

Prints a line "cell|CLIENT|TRANSPORT|SERIALIZER|FEATURE|OUTCOME" for each cell of the table of clients; of the other two, the first
offers an echo until standard input ends, and the second asks that of each CALLEE, with a line "pair|NAME|CALLEE|OUTCOME".
"""

import os
import sys
import traceback
from urllib.parse import urlparse

import txaio

LOOP = sys.argv[1]
{"asyncio": txaio.use_asyncio, "twisted": txaio.use_twisted}[LOOP]()  # before anything of autobahn is imported
from autobahn.wamp import serializer as serializers
from autobahn.wamp.exception import ApplicationError
from autobahn.wamp.types import (
    CallOptions,
    CallResult,
    ComponentConfig,
    PublishOptions,
    RegisterOptions,
    SubscribeOptions,
)
from suite import LIMIT, equal
from values import ARGUMENTS, BINARY, KEYWORDS

NAME = f"autobahn-python {LOOP}"
REALM = os.environ.get("JUNCTOR_TEST_REALM", "realm1")
URL = os.environ["JUNCTOR_TEST_URL"]
RAW = os.environ.get("JUNCTOR_TEST_RAW")
RAW_UNIX = os.environ.get("JUNCTOR_TEST_RAW_UNIX")
WS_UNIX = os.environ.get("JUNCTOR_TEST_WS_UNIX")

SERIALIZERS = {
    "json": serializers.JsonSerializer,
    "msgpack": serializers.MsgPackSerializer,
    "cbor": serializers.CBORSerializer,
    "ubjson": serializers.UBJSONSerializer,
    "flatbuffers": serializers.FlatBuffersSerializer,
}
BATCHED = [name for name in SERIALIZERS if name != "flatbuffers"]
PAIRS = "org.junctor.pair."
ACKNOWLEDGE = PublishOptions(acknowledge=True)
VALUES = ARGUMENTS + BINARY
# Its HELLO in FlatBuffers announces nothing, so the router must not send it progressive results nor INTERRUPT.
UNABLE = {("flatbuffers", "progressive results"), ("flatbuffers", "cancelling")}


def serializer(name):
    return SERIALIZERS[name.removesuffix(".batched")](name.endswith(".batched")) if "." in name else SERIALIZERS[name]()


async def events(connect, uri, queue):
    subscriber, publisher = await connect(), await connect()
    received = queue()
    await subscriber.subscribe(lambda *args, **kwargs: received.put((list(args), kwargs)), uri)
    publication = await publisher.publish(uri, *VALUES, options=ACKNOWLEDGE, **KEYWORDS)
    equal((VALUES, KEYWORDS), await received.get())
    equal(True, publication.id > 0)
    await publisher.publish(uri, options=ACKNOWLEDGE)
    equal(([], {}), await received.get())


async def calls(connect, uri, queue):
    callee, caller = await connect(), await connect()
    registration = await callee.register(lambda *args, **kwargs: CallResult(*args, **kwargs), uri)
    result = await caller.call(uri, *VALUES, **KEYWORDS)
    equal((VALUES, KEYWORDS), (list(result.results), result.kwresults))
    for i in range(300):  # so that request ids do not fit one octet
        equal(i, await caller.call(uri, i))
    await registration.unregister()


async def errors(connect, uri, queue):
    callee, caller = await connect(), await connect()

    def fail(*args, **kwargs):
        raise ApplicationError("org.example.broken", *args, **kwargs)

    await callee.register(fail, uri)
    # In FlatBuffers it looks for the arguments of an ERROR where another field is.
    for arguments, keywords in (([], {}), (VALUES, KEYWORDS))[: 1 if "flatbuffers" in uri else 2]:
        try:
            await caller.call(uri, *arguments, **keywords)
        except ApplicationError as error:
            equal(("org.example.broken", arguments, keywords), (error.error, list(error.args), error.kwargs))
        else:
            raise AssertionError("no error")
    try:
        await caller.call(uri + ".nothing")
    except ApplicationError as error:
        equal("wamp.error.no_such_procedure", error.error)
    else:
        raise AssertionError("no error")


async def progressive_results(connect, uri, queue):
    callee, caller = await connect(), await connect()

    def count(to, details):
        for i in range(to):
            details.progress(i)
        return "end"

    parts = []
    await callee.register(count, uri, RegisterOptions(details_arg="details"))
    equal("end", await caller.call(uri, 5, options=CallOptions(on_progress=parts.append)))
    equal([0, 1, 2, 3, 4], parts)


async def cancelling(connect, uri, queue):
    callee, caller = await connect(), await connect()
    begun, cancelled = queue(), queue()
    await callee.register(endless(begun, cancelled), uri)
    call = caller.call(uri)
    silence(call)
    await begun.get()
    call.cancel()
    await cancelled.get()
    equal(True, isinstance(await caller.call("wamp.session.count"), int))


async def patterns(connect, uri, queue):
    one, other = await connect(), await connect()
    received = queue()
    for match, pattern in (("prefix", ".p"), ("wildcard", "..w")):
        options = SubscribeOptions(match=match, details_arg="details")
        await one.subscribe(lambda details, match=match: received.put((match, details.topic)), uri + pattern, options)
        options = RegisterOptions(match=match, details_arg="details")
        await one.register(lambda details, match=match: [match, details.procedure], uri + pattern, options)
    for match, name in (("prefix", uri + ".pre.x"), ("wildcard", uri + ".any.w")):
        await other.publish(name, options=ACKNOWLEDGE)
        equal((match, name), await received.get())
        equal([match, name], await other.call(name))


async def meta_api(connect, uri, queue):
    watcher = await connect()
    joins = queue()
    await watcher.subscribe(lambda details: joins.put(details["session"]), "wamp.session.on_join")
    guest = await connect()
    equal(guest.session_id, await joins.get())
    equal(True, guest.session_id in await watcher.call("wamp.session.list"))
    equal(guest.session_id, (await watcher.call("wamp.session.get", guest.session_id))["session"])


FEATURES = {
    "events": events,
    "calls": calls,
    "errors": errors,
    "progressive results": progressive_results,
    "cancelling": cancelling,
    "patterns": patterns,
    "meta API": meta_api,
}


def cells():
    """Each cell: transport, serializer, feature."""
    offers = {"websocket": [*SERIALIZERS, *(name + ".batched" for name in BATCHED)]}
    if RAW:
        offers["rawsocket"] = [*SERIALIZERS]
    if RAW_UNIX:
        offers["rawsocket on unix"] = [*SERIALIZERS]
    if WS_UNIX:
        offers["websocket on unix"] = [*SERIALIZERS]
    for transport, names in offers.items():
        for name in names:
            for feature in FEATURES:
                yield transport, name, feature


class Table:
    """Runs the cells and keeps account."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def cell(self, transport, name, feature, outcome):
        self.passed += outcome == "ok"
        self.failed += outcome == "failed"
        print(f"cell|{NAME}|{transport}|{name}|{feature}|{outcome}", flush=True)

    async def fill(self, connect, limited, queue, close):
        for transport, name, feature in cells():
            if (name, feature) in UNABLE:
                self.cell(transport, name, feature, "no")
                continue
            opened = []

            async def keep(transport=transport, name=name, opened=opened):
                peer = await connect(transport, serializer(name))
                opened.append(peer)
                return peer

            uri = f"org.junctor.table.{LOOP}.{transport}.{name}.{feature}".replace(" ", "_")
            try:
                await limited(FEATURES[feature](keep, uri, queue))
                self.cell(transport, name, feature, "ok")
            except BaseException:  # a test that was cancelled has failed too
                self.cell(transport, name, feature, "failed")
                traceback.print_exc(file=sys.stdout)
            for peer in opened:
                if peer.is_attached():
                    await close(peer)

    async def serve(self, session, name, stdin_ended):
        await session.register(lambda *args, **kwargs: CallResult(*args, **kwargs), PAIRS + name)
        print("ready", flush=True)
        await stdin_ended()

    async def call(self, session, name, callees):
        for callee in callees:
            try:
                result = await session.call(PAIRS + callee, *VALUES, **KEYWORDS)
                equal((VALUES, KEYWORDS), (list(result.results), result.kwresults))
                outcome = "ok"
            except Exception:
                outcome = "failed"
                traceback.print_exc(file=sys.stdout)
            print(f"pair|{name}|{callee}|{outcome}", flush=True)

    async def run(self, connect, limited, queue, close, stdin_ended):
        """What the command line asks for; answers the exit code."""
        if len(sys.argv) == 2:
            await self.fill(connect, limited, queue, close)
            return self.finish()
        task, name, transport, chosen, *callees = sys.argv[2:]
        session = await connect(transport, serializer(chosen))
        if task == "serve":
            await self.serve(session, name, stdin_ended)
        else:
            await limited(self.call(session, name, callees))
        await close(session)
        return 0

    def finish(self):
        print(f"{NAME} table: {self.passed} passed, {self.failed} failed", flush=True)
        return 0 if self.failed == 0 and self.passed > 0 else 1


def on_asyncio():
    global endless, silence
    import asyncio

    from autobahn.asyncio.rawsocket import WampRawSocketClientFactory
    from autobahn.asyncio.wamp import ApplicationSession
    from autobahn.asyncio.websocket import WampWebSocketClientFactory

    class Queue(asyncio.Queue):
        def put(self, item):
            self.put_nowait(item)

    def endless(begun, cancelled):
        async def slow():
            begun.put(True)
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                cancelled.put(True)
                raise

        return slow

    def silence(call):
        pass

    peer_of = peers(ApplicationSession, lambda: asyncio.get_running_loop().create_future(), "set_result", "set_exception")

    async def connect(transport, chosen):
        peer = peer_of()
        loop = asyncio.get_running_loop()
        if transport.startswith("websocket"):
            url = URL if transport == "websocket" else "ws://localhost/"
            factory = WampWebSocketClientFactory(lambda: peer, url=url, serializers=[chosen])
        else:
            factory = WampRawSocketClientFactory(lambda: peer, serializer=chosen)
        if transport.endswith("unix"):
            await loop.create_unix_connection(factory, WS_UNIX if transport.startswith("websocket") else RAW_UNIX)
        else:
            target = urlparse(URL if transport == "websocket" else RAW)
            await loop.create_connection(factory, target.hostname, target.port)
        await peer.joined
        return peer

    async def close(peer):
        peer.leave()
        await asyncio.wait([peer.gone], timeout=5)

    async def stdin_ended():
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)

    async def main():
        return await Table().run(connect, lambda running: asyncio.wait_for(running, LIMIT), Queue, close, stdin_ended)

    sys.exit(asyncio.run(main()))


def on_twisted():
    global endless, silence
    from autobahn.twisted.rawsocket import WampRawSocketClientFactory
    from autobahn.twisted.wamp import ApplicationSession
    from autobahn.twisted.websocket import WampWebSocketClientFactory
    from twisted.internet import reactor
    from twisted.internet.defer import Deferred, DeferredQueue, ensureDeferred
    from twisted.internet.endpoints import TCP4ClientEndpoint, UNIXClientEndpoint
    from twisted.internet.task import react
    from twisted.internet.threads import deferToThread

    def endless(begun, cancelled):
        def slow():
            begun.put(True)
            return Deferred(lambda _: cancelled.put(True))

        return slow

    def silence(call):
        call.addErrback(lambda _: None)

    peer_of = peers(ApplicationSession, Deferred, "callback", "errback")

    async def connect(transport, chosen):
        peer = peer_of()
        if transport.startswith("websocket"):
            url = URL if transport == "websocket" else "ws://localhost/"
            factory = WampWebSocketClientFactory(lambda: peer, url=url, serializers=[chosen])
        else:
            factory = WampRawSocketClientFactory(lambda: peer, serializer=chosen)
        if transport.endswith("unix"):
            endpoint = UNIXClientEndpoint(reactor, WS_UNIX if transport.startswith("websocket") else RAW_UNIX)
        else:
            target = urlparse(URL if transport == "websocket" else RAW)
            endpoint = TCP4ClientEndpoint(reactor, target.hostname, target.port)
        await endpoint.connect(factory)
        await peer.joined
        return peer

    async def close(peer):
        peer.leave()
        await peer.gone

    def limited(running):
        return ensureDeferred(running).addTimeout(LIMIT, reactor)

    async def stdin_ended():
        await deferToThread(sys.stdin.read)

    async def main():
        code = await Table().run(connect, limited, DeferredQueue, close, stdin_ended)
        if code:
            raise SystemExit(code)

    react(lambda _: ensureDeferred(main()))


def peers(session, future, succeed, fail):
    """A class of sessions that can be awaited: ``joined`` when open, ``gone`` when the connection has ended."""

    class Peer(session):
        def __init__(self):
            super().__init__(ComponentConfig(realm=REALM))
            self.joined = future()
            self.gone = future()
            self.settled = False

        def onJoin(self, details):
            self.settled = True
            getattr(self.joined, succeed)(details)

        def onLeave(self, details):
            if not self.settled:
                self.settled = True
                getattr(self.joined, fail)(RuntimeError(f"{details.reason}: {details.message}"))
            self.disconnect()

        def onDisconnect(self):
            if not self.settled:
                self.settled = True
                getattr(self.joined, fail)(RuntimeError("the router closed the connection"))
            getattr(self.gone, succeed)(None)

        def onUserError(self, fail, msg):
            """Errors of endpoints are what some tests are about: they need not be printed."""

    return Peer


if __name__ == "__main__":
    {"asyncio": on_asyncio, "twisted": on_twisted}[LOOP]()
