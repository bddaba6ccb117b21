"""xconn for Python logs in by each method that it has; prints lines as logins.py does."""

import asyncio
import functools
import os

from suite import equal, logins
from wampproto import auth
from xconn import AsyncClient

NAME = "xconn for Python"
URL = os.environ["JUNCTOR_TEST_LOGIN"]
METHODS = {
    "ticket": lambda authid, right: auth.TicketAuthenticator(authid, secret(right)),
    "wampcra": lambda authid, right: auth.WAMPCRAAuthenticator(authid, secret(right)),
    "wampcra, salted": lambda authid, right: auth.WAMPCRAAuthenticator(authid.replace("joe", "salted"), secret(right)),
    "scram": None,
    "wamp-scram": None,
    "cryptosign": lambda authid, right: auth.CryptoSignAuthenticator(authid, ("01" if right else "02") * 32, {}),
    "cookie": None,
    "tls": None,
}


def secret(right):
    return "secret of joe" if right else "secret of jim"


async def refused(authenticator):
    try:
        session = await AsyncClient(authenticator).connect(URL, "realm1")
    except Exception as refusal:
        if "authentication_denied" not in str(refusal):
            raise
    else:
        await session.leave()
        raise AssertionError("it was let in")


async def log_in(method, authenticator):
    session = await AsyncClient(authenticator("joe", True)).connect(URL, "realm1")
    me = (await session.call("wamp.session.get", [session._base_session.id])).args[0]
    equal((method.partition(",")[0], "user"), (me["authmethod"], me["authrole"]))
    await session.leave()
    await refused(authenticator("joe", False))
    await refused(authenticator("nobody", True))


def methods():
    for method, authenticator in METHODS.items():
        yield method, authenticator and functools.partial(log_in, method, authenticator)


if __name__ == "__main__":
    asyncio.run(logins(NAME, dict(methods())))
