"""autobahn-python on asyncio against a running router: what its users do, over every transport."""

import asyncio
import sys

from autobahn.wamp.exception import ApplicationError
from autobahn.wamp.types import (
    CallOptions,
    CallResult,
    PublishOptions,
    RegisterOptions,
    SubscribeOptions,
)
from peers import transports
from suite import Suite, equal

TESTS = []


def test(function):
    """Marks a test; it is given a function that opens sessions, and a URI prefix of its own."""
    TESTS.append(function)
    return function


async def next_of(queue):
    return await asyncio.wait_for(queue.get(), 10)


@test
async def call_with_args_and_kwargs(connect, uri):
    callee, caller = await connect(), await connect()
    await callee.register(
        lambda *args, **kwargs: CallResult(*args, **kwargs), uri + ".echo"
    )
    result = await caller.call(uri + ".echo", 1, "zwei", [3.5, None, True], kw={"ü": "😀"})
    equal((1, "zwei", [3.5, None, True]), result.results)
    equal({"kw": {"ü": "😀"}}, result.kwresults)


@test
async def call_with_one_result(connect, uri):
    callee, caller = await connect(), await connect()
    await callee.register(lambda a, b: a + b, uri + ".add")
    equal(5, await caller.call(uri + ".add", 2, 3))


@test
async def error_with_args_and_kwargs(connect, uri):
    callee, caller = await connect(), await connect()

    def fail():
        raise ApplicationError("org.example.broken", "text", 7, detail={"deep": True})

    await callee.register(fail, uri + ".fail")
    try:
        await caller.call(uri + ".fail")
    except ApplicationError as error:
        equal("org.example.broken", error.error)
        equal(("text", 7), error.args)
        equal({"detail": {"deep": True}}, error.kwargs)
    else:
        raise AssertionError("no error")


@test
async def error_of_the_router(connect, uri):
    caller = await connect()
    try:
        await caller.call(uri + ".nothing")
    except ApplicationError as error:
        equal("wamp.error.no_such_procedure", error.error)
    else:
        raise AssertionError("no error")
    equal(True, caller.is_attached())


@test
async def progressive_results(connect, uri):
    callee, caller = await connect(), await connect()

    async def count(to, details):
        for i in range(to):
            details.progress(i, twice=2 * i)
            await asyncio.sleep(0)
        return "end"

    parts = []
    await callee.register(count, uri + ".count", RegisterOptions(details_arg="details"))
    options = CallOptions(on_progress=lambda i, twice: parts.append((i, twice)))
    result = await caller.call(uri + ".count", 5, options=options)
    equal("end", result)
    equal([(i, 2 * i) for i in range(5)], parts)


@test
async def event_with_args_and_kwargs(connect, uri):
    subscriber, publisher = await connect(), await connect()
    events = asyncio.Queue()
    await subscriber.subscribe(lambda *args, **kwargs: events.put_nowait((args, kwargs)), uri + ".topic")
    publication = await publisher.publish(
        uri + ".topic", 1, "zwei", kw=[3], options=PublishOptions(acknowledge=True)
    )
    equal(((1, "zwei"), {"kw": [3]}), await next_of(events))
    equal(True, publication.id > 0)


@test
async def publisher_hears_itself_only_when_it_asks(connect, uri):
    peer = await connect()
    events = asyncio.Queue()
    await peer.subscribe(events.put_nowait, uri + ".topic")
    await peer.publish(uri + ".topic", "unheard", options=PublishOptions(acknowledge=True))
    await peer.publish(
        uri + ".topic", "heard", options=PublishOptions(acknowledge=True, exclude_me=False)
    )
    equal("heard", await next_of(events))
    equal(True, events.empty())


@test
async def events_in_order(connect, uri):
    subscriber, publisher = await connect(), await connect()
    events = asyncio.Queue()
    await subscriber.subscribe(events.put_nowait, uri + ".topic")
    for i in range(200):
        publisher.publish(uri + ".topic", i)
    equal(list(range(200)), [await next_of(events) for _ in range(200)])


@test
async def prefix_subscription(connect, uri):
    subscriber, publisher = await connect(), await connect()
    events = asyncio.Queue()

    def on_event(value, details):
        events.put_nowait((details.topic, value))

    options = SubscribeOptions(match="prefix", details_arg="details")
    await subscriber.subscribe(on_event, uri + ".a", options)
    for topic in (".b", ".a", ".a.deep", ".also"):
        await publisher.publish(uri + topic, topic, options=PublishOptions(acknowledge=True))
    for topic in (".a", ".a.deep", ".also"):
        equal((uri + topic, topic), await next_of(events))


@test
async def wildcard_subscription(connect, uri):
    subscriber, publisher = await connect(), await connect()
    events = asyncio.Queue()

    def on_event(value, details):
        events.put_nowait((details.topic, value))

    options = SubscribeOptions(match="wildcard", details_arg="details")
    await subscriber.subscribe(on_event, uri + "..changed", options)
    for topic in (".one.gone", ".one.two.changed", ".one.changed"):
        await publisher.publish(uri + topic, topic, options=PublishOptions(acknowledge=True))
    equal((uri + ".one.changed", ".one.changed"), await next_of(events))
    equal(True, events.empty())


@test
async def prefix_and_wildcard_registration(connect, uri):
    callee, caller = await connect(), await connect()

    def called(name):
        return lambda details: [name, details.procedure]

    for match, pattern in (("prefix", ".p"), ("wildcard", "..w")):
        options = RegisterOptions(match=match, details_arg="details")
        await callee.register(called(match), uri + pattern, options)
    equal(["prefix", uri + ".prefixed.deep"], await caller.call(uri + ".prefixed.deep"))
    equal(["wildcard", uri + ".any.w"], await caller.call(uri + ".any.w"))


@test
async def cancel_reaches_the_callee(connect, uri):
    callee, caller = await connect(), await connect()
    begun, cancelled = asyncio.Event(), asyncio.Event()

    async def slow():
        begun.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.set()
            raise

    await callee.register(slow, uri + ".slow")
    call = caller.call(uri + ".slow")
    await begun.wait()
    call.cancel()
    await asyncio.wait_for(cancelled.wait(), 10)
    equal(True, callee.is_attached() and caller.is_attached())
    equal(True, isinstance(await caller.call("wamp.session.count"), int))


@test
async def unregister_and_unsubscribe(connect, uri):
    peer, other = await connect(), await connect()
    registration = await peer.register(lambda: 1, uri + ".p")
    await registration.unregister()
    events = asyncio.Queue()
    subscription = await peer.subscribe(events.put_nowait, uri + ".t")
    await subscription.unsubscribe()
    await other.publish(uri + ".t", 1, options=PublishOptions(acknowledge=True))
    await other.register(lambda: 2, uri + ".p")
    equal(2, await peer.call(uri + ".p"))
    equal(True, events.empty())


@test
async def callee_that_leaves(connect, uri):
    callee, caller = await connect(), await connect()
    begun = asyncio.Event()

    async def slow():
        begun.set()
        await asyncio.Event().wait()

    await callee.register(slow, uri + ".slow")
    call = caller.call(uri + ".slow")
    await begun.wait()
    callee.leave()
    try:
        await call
    except ApplicationError as error:
        equal("wamp.error.canceled", error.error)
    else:
        raise AssertionError("no error")


@test
async def large_and_binary_payloads(connect, uri):
    callee, caller = await connect(), await connect()
    await callee.register(lambda value: value, uri + ".echo")
    large = "x" * 300_000
    equal(large, await caller.call(uri + ".echo", large))
    equal(bytes(range(256)), await caller.call(uri + ".echo", bytes(range(256))))


@test
async def session_meta_events(connect, uri):
    watcher = await connect()
    joins = asyncio.Queue()
    await watcher.subscribe(lambda details: joins.put_nowait(details["session"]), "wamp.session.on_join")
    guest = await connect()
    equal(guest.session_id, await next_of(joins))


@test
async def many_calls_at_once(connect, uri):
    callee, caller = await connect(), await connect()
    await callee.register(lambda i: i, uri + ".echo")
    equal(list(range(300)), await asyncio.gather(*(caller.call(uri + ".echo", i) for i in range(300))))


@test
async def goodbye(connect, uri):
    peer = await connect()
    peer.leave()
    details = await peer.left
    await peer.gone
    equal("wamp.close.goodbye_and_out", details.reason)


async def main():
    suite = Suite("autobahn-python asyncio")
    for transport, connect in transports().items():
        for each in TESTS:
            opened = []

            async def connect_and_keep(connect=connect, opened=opened):
                peer = await connect()
                opened.append(peer)
                return peer

            uri = f"org.junctor.test.py.{transport}.{each.__name__}"
            await suite.run(f"{transport}: {each.__name__}", each(connect_and_keep, uri))
            for peer in opened:
                if peer.is_attached():
                    peer.leave()
                    await asyncio.wait([peer.gone], timeout=5)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
