"""The Python part of cross.js: procedures over RawSocket, until standard input ends."""

import asyncio
import sys

from autobahn.wamp.exception import ApplicationError
from autobahn.wamp.types import CallResult, PublishOptions, RegisterOptions
from peers import rawsocket

BASE = "org.junctor.test.cross.py"


async def main():
    peer = await rawsocket()

    def fail(*args, **kwargs):
        raise ApplicationError("org.example.broken", *args, **kwargs)

    def count(to, details):
        for i in range(to):
            details.progress(i)
        return "end"

    async def announce(topic, value):
        options = PublishOptions(acknowledge=True)
        return (await peer.publish(topic, value, sender="python", options=options)).id

    await peer.register(lambda *args, **kwargs: CallResult(*args, **kwargs), BASE + ".echo")
    await peer.register(fail, BASE + ".fail")
    await peer.register(count, BASE + ".count", RegisterOptions(details_arg="details"))
    await peer.register(announce, BASE + ".announce")
    await peer.register(lambda procedure, value: peer.call(procedure, value), BASE + ".relay")
    print("ready", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    peer.leave()
    await peer.gone


if __name__ == "__main__":
    asyncio.run(main())
