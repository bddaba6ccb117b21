'use strict';
// The little that the programs here share: named tests, each with a time limit, and a line for each.

const print = (line) => process.stdout.write(`${line}\n`);
for (const quiet of ['log', 'info', 'debug', 'warn', 'error']) console[quiet] = () => {}; // autobahn reports each closed connection there

const LIMIT_MS = 20_000;

/** Fails with both values if they differ. */
function equal(expected, actual) {
  const [a, b] = [JSON.stringify(expected), JSON.stringify(actual)];
  if (a !== b) throw new Error(`expected ${a}, got ${b}`);
}

/** What `promise` gives, or a failure after the limit. */
function within(promise, what, ms = LIMIT_MS) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: nothing within ${ms} ms`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** A promise with its handles. */
function deferred() {
  const it = {};
  it.promise = new Promise((resolve, reject) => Object.assign(it, { resolve, reject }));
  return it;
}

/** Collects what events bring, to be awaited in order. */
class Queue {
  constructor() {
    this.items = [];
    this.waiting = [];
  }

  put(item) {
    const next = this.waiting.shift();
    if (next) next(item);
    else this.items.push(item);
  }

  take() {
    if (this.items.length > 0) return Promise.resolve(this.items.shift());
    return within(new Promise((resolve) => this.waiting.push(resolve)), 'an event');
  }
}

/** Runs tests one after the other and keeps account. */
class Suite {
  constructor(name) {
    this.name = name;
    this.passed = 0;
    this.failed = 0;
  }

  async run(title, test) {
    try {
      await within(Promise.resolve().then(test), title);
      this.passed++;
      print(`ok   ${this.name}: ${title}`);
    } catch (error) {
      this.failed++;
      print(`FAIL ${this.name}: ${title}`);
      print(describe(error));
    }
  }

  /** Prints the account and answers the exit code; no test at all is a failure. */
  finish() {
    print(`${this.name}: ${this.passed} passed, ${this.failed} failed`);
    return this.failed === 0 && this.passed > 0 ? 0 : 1;
  }
}

function describe(error) {
  if (error && error.stack) return error.stack;
  return JSON.stringify(error);
}

module.exports = { Queue, Suite, deferred, equal, within };
