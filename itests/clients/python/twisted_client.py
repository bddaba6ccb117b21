"""autobahn-python on Twisted against a running router: the same client on its other event loop, over WebSocket and RawSocket."""

import os
import sys
import traceback
from urllib.parse import urlparse

from autobahn.twisted.rawsocket import WampRawSocketClientFactory
from autobahn.twisted.wamp import ApplicationSession
from autobahn.twisted.websocket import WampWebSocketClientFactory
from autobahn.wamp.exception import ApplicationError
from autobahn.wamp.serializer import JsonSerializer
from autobahn.wamp.types import (
    CallOptions,
    CallResult,
    ComponentConfig,
    PublishOptions,
    RegisterOptions,
    SubscribeOptions,
)
from suite import LIMIT, Suite, equal
from twisted.internet import reactor
from twisted.internet.defer import Deferred, DeferredQueue, ensureDeferred, maybeDeferred
from twisted.internet.endpoints import (
    TCP4ClientEndpoint,
    UNIXClientEndpoint,
)
from twisted.internet.task import react

REALM = os.environ.get("JUNCTOR_TEST_REALM", "realm1")
URL = os.environ["JUNCTOR_TEST_URL"]
RAW = os.environ.get("JUNCTOR_TEST_RAW")
RAW_UNIX = os.environ.get("JUNCTOR_TEST_RAW_UNIX")


class Peer(ApplicationSession):
    """A session with a Deferred that fires when it is open, and one when its connection has ended."""

    def __init__(self):
        super().__init__(ComponentConfig(realm=REALM))
        self.joined = Deferred()
        self.gone = Deferred()

    def onJoin(self, details):
        self.joined.callback(self)

    def onLeave(self, details):
        self.disconnect()

    def onDisconnect(self):
        self.gone.callback(None)

    def onUserError(self, fail, msg):
        """Errors of endpoints are what some tests are about: they need not be printed."""


def connector(factory_of, endpoint):
    async def connect():
        peer = Peer()
        await endpoint.connect(factory_of(peer))
        await peer.joined
        return peer

    return connect


def transports():
    web = urlparse(URL)
    yield "websocket", connector(
        lambda peer: WampWebSocketClientFactory(lambda: peer, url=URL),
        TCP4ClientEndpoint(reactor, web.hostname, web.port),
    )
    if RAW:
        raw = urlparse(RAW)
        yield "rawsocket", connector(
            lambda peer: WampRawSocketClientFactory(lambda: peer, serializer=JsonSerializer()),
            TCP4ClientEndpoint(reactor, raw.hostname, raw.port),
        )
    if RAW_UNIX:
        yield "rawsocket-unix", connector(
            lambda peer: WampRawSocketClientFactory(lambda: peer, serializer=JsonSerializer()),
            UNIXClientEndpoint(reactor, RAW_UNIX),
        )


async def call_with_args_and_kwargs(connect, uri):
    callee, caller = await connect(), await connect()
    await callee.register(lambda *args, **kwargs: CallResult(*args, **kwargs), uri + ".echo")
    result = await caller.call(uri + ".echo", 1, "zwei", kw=[None, True])
    equal((1, "zwei"), result.results)
    equal({"kw": [None, True]}, result.kwresults)


async def error_with_args_and_kwargs(connect, uri):
    callee, caller = await connect(), await connect()

    def fail():
        raise ApplicationError("org.example.broken", "text", detail=7)

    await callee.register(fail, uri + ".fail")
    try:
        await caller.call(uri + ".fail")
    except ApplicationError as error:
        equal(("org.example.broken", ("text",), {"detail": 7}), (error.error, error.args, error.kwargs))
    else:
        raise AssertionError("no error")


async def progressive_results(connect, uri):
    callee, caller = await connect(), await connect()

    def count(to, details):
        for i in range(to):
            details.progress(i)
        return "end"

    parts = []
    await callee.register(count, uri + ".count", RegisterOptions(details_arg="details"))
    equal("end", await caller.call(uri + ".count", 5, options=CallOptions(on_progress=parts.append)))
    equal([0, 1, 2, 3, 4], parts)


async def events_and_exclude_me(connect, uri):
    subscriber, publisher = await connect(), await connect()
    events = DeferredQueue()
    for peer, name in ((subscriber, "subscriber"), (publisher, "publisher")):
        await peer.subscribe(lambda value, kw, name=name: events.put((name, value, kw)), uri + ".topic")
    await publisher.publish(uri + ".topic", 1, kw=2, options=PublishOptions(acknowledge=True))
    equal(("subscriber", 1, 2), await events.get())
    await publisher.publish(
        uri + ".topic", 3, kw=4, options=PublishOptions(acknowledge=True, exclude_me=False)
    )
    equal({("subscriber", 3, 4), ("publisher", 3, 4)}, {await events.get(), await events.get()})


async def pattern_subscriptions(connect, uri):
    subscriber, publisher = await connect(), await connect()
    events = DeferredQueue()
    for match, pattern in (("prefix", ".p"), ("wildcard", "..w")):
        await subscriber.subscribe(
            lambda details, match=match: events.put((match, details.topic)),
            uri + pattern,
            SubscribeOptions(match=match, details_arg="details"),
        )
    for topic in (".pre", ".any.w"):
        await publisher.publish(uri + topic, options=PublishOptions(acknowledge=True))
    equal(("prefix", uri + ".pre"), await events.get())
    equal(("wildcard", uri + ".any.w"), await events.get())


async def cancel_answers_the_caller(connect, uri):
    callee, caller = await connect(), await connect()
    begun, cancelled = Deferred(), Deferred()

    def slow():
        begun.callback(None)
        return Deferred(lambda _: cancelled.callback(None))

    await callee.register(slow, uri + ".slow")
    call = caller.call(uri + ".slow")
    call.addErrback(lambda _: None)
    await begun
    call.cancel()
    await cancelled
    equal(True, isinstance(await caller.call("wamp.session.count"), int))


TESTS = [
    call_with_args_and_kwargs,
    error_with_args_and_kwargs,
    progressive_results,
    events_and_exclude_me,
    pattern_subscriptions,
    cancel_answers_the_caller,
]


async def run_all(suite):
    for transport, connect in transports():
        for each in TESTS:
            opened = []

            async def connect_and_keep(connect=connect, opened=opened):
                peer = await connect()
                opened.append(peer)
                return peer

            title = f"{transport}: {each.__name__}"
            uri = f"org.junctor.test.tx.{transport}.{each.__name__}"
            running = ensureDeferred(each(connect_and_keep, uri))
            running.addTimeout(LIMIT, reactor)
            try:
                await running
                suite.passed += 1
                print(f"ok   {suite.name}: {title}", flush=True)
            except Exception:
                suite.failed += 1
                print(f"FAIL {suite.name}: {title}", flush=True)
                traceback.print_exc(file=sys.stdout)
            for peer in opened:
                if peer.is_attached():
                    peer.leave()
                    await peer.gone


def main(_reactor):
    suite = Suite("autobahn-python twisted")

    def finish(_):
        code = suite.finish()
        if code:
            raise SystemExit(code)

    return maybeDeferred(lambda: ensureDeferred(run_all(suite))).addCallback(finish)


if __name__ == "__main__":
    react(main)
