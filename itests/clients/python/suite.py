"""The little that the Python programs here share: a list of named tests, each with a time limit, and a line for each."""

import asyncio
import sys
import traceback

LIMIT = 20


class Suite:
    """Collects coroutine functions and runs them one after the other."""

    def __init__(self, name):
        self.name = name
        self.passed = 0
        self.failed = 0

    async def run(self, title, test):
        """Runs one test; a failure is printed and counted, and the others go on."""
        try:
            await asyncio.wait_for(test, LIMIT)
            self.passed += 1
            print(f"ok   {self.name}: {title}", flush=True)
        except BaseException:  # a test that was cancelled has failed too
            self.failed += 1
            print(f"FAIL {self.name}: {title}", flush=True)
            traceback.print_exc(file=sys.stdout)

    def finish(self):
        """Prints the account and answers the exit code; no test at all is a failure."""
        print(f"{self.name}: {self.passed} passed, {self.failed} failed", flush=True)
        return 0 if self.failed == 0 and self.passed > 0 else 1


def equal(expected, actual):
    """Fails with both values if they differ."""
    if expected != actual:
        raise AssertionError(f"expected {expected!r}, got {actual!r}")


async def logins(name, methods):
    """Logs in by each method: None is one that the client has not. Prints a line for each, and an account."""
    outcomes = []
    for method, log_in in methods.items():
        outcome = "no"
        if log_in:
            try:
                await asyncio.wait_for(log_in(), LIMIT)
                outcome = "ok"
            except Exception:
                traceback.print_exc(file=sys.stdout)
                outcome = "failed"
        outcomes.append(outcome)
        print(f"login|{name}|{method}|{outcome}", flush=True)
    print(f"{name} logins: {outcomes.count('ok')} passed, {outcomes.count('failed')} failed", flush=True)
