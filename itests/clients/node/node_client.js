'use strict';
// autobahn for Node against a running router: what its users do, over WebSocket on TCP and on a Unix domain socket.

const { Queue, Suite, deferred, equal, within } = require('./suite.js');

global.WebSocket = require('ws'); // Node has one of its own from 22 on, which does not know Unix domain sockets
const autobahn = require('autobahn');

const realm = process.env.JUNCTOR_TEST_REALM || 'realm1';
const urls = { websocket: process.env.JUNCTOR_TEST_URL };
if (process.env.JUNCTOR_TEST_WS_UNIX) urls['websocket-unix'] = `ws+unix:${process.env.JUNCTOR_TEST_WS_UNIX}:/`;

/** Opens a session; its connection is put into `opened`. */
function open(url, opened) {
  const joined = deferred();
  const connection = new autobahn.Connection({ url, realm, max_retries: 0 });
  connection.onopen = (session) => joined.resolve(session);
  connection.onclose = (reason, details) => {
    joined.reject(new Error(`closed: ${reason} ${JSON.stringify(details)}`));
    return true; // no further attempts
  };
  opened.push(connection);
  connection.open();
  return within(joined.promise, 'a session');
}

const acknowledge = { acknowledge: true };

const tests = {
  async 'call with args and kwargs'(connect, uri) {
    const [callee, caller] = [await connect(), await connect()];
    await callee.register(`${uri}.echo`, (args, kwargs) => new autobahn.Result(args, kwargs));
    const result = await caller.call(`${uri}.echo`, [1, 'zwei', [3.5, null, true]], { kw: { ü: '😀' } });
    equal([1, 'zwei', [3.5, null, true]], result.args);
    equal({ kw: { ü: '😀' } }, result.kwargs);
  },

  async 'call with one result'(connect, uri) {
    const [callee, caller] = [await connect(), await connect()];
    await callee.register(`${uri}.add`, ([a, b]) => a + b);
    equal(5, await caller.call(`${uri}.add`, [2, 3]));
  },

  async 'error with args and kwargs'(connect, uri) {
    const [callee, caller] = [await connect(), await connect()];
    await callee.register(`${uri}.fail`, () => {
      throw new autobahn.Error('org.example.broken', ['text', 7], { detail: { deep: true } });
    });
    const error = await caller.call(`${uri}.fail`).then(() => null, (e) => e);
    equal(['org.example.broken', ['text', 7], { detail: { deep: true } }], [error.error, error.args, error.kwargs]);
  },

  async 'error of the router'(connect, uri) {
    const caller = await connect();
    const error = await caller.call(`${uri}.nothing`).then(() => null, (e) => e);
    equal('wamp.error.no_such_procedure', error.error);
    equal(true, caller.isOpen);
  },

  async 'event with args and kwargs'(connect, uri) {
    const [subscriber, publisher] = [await connect(), await connect()];
    const events = new Queue();
    await subscriber.subscribe(`${uri}.topic`, (args, kwargs) => events.put([args, kwargs]));
    const publication = await publisher.publish(`${uri}.topic`, [1, 'zwei'], { kw: [3] }, acknowledge);
    equal([[1, 'zwei'], { kw: [3] }], await events.take());
    equal(true, publication.id > 0);
  },

  async 'publisher hears itself only when it asks'(connect, uri) {
    const session = await connect();
    const events = new Queue();
    await session.subscribe(`${uri}.topic`, ([value]) => events.put(value));
    await session.publish(`${uri}.topic`, ['unheard'], {}, acknowledge);
    await session.publish(`${uri}.topic`, ['heard'], {}, { acknowledge: true, exclude_me: false });
    equal('heard', await events.take());
    equal(0, events.items.length);
  },

  async 'events in order'(connect, uri) {
    const [subscriber, publisher] = [await connect(), await connect()];
    const events = new Queue();
    await subscriber.subscribe(`${uri}.topic`, ([value]) => events.put(value));
    for (let i = 0; i < 200; i++) publisher.publish(`${uri}.topic`, [i]);
    for (let i = 0; i < 200; i++) equal(i, await events.take());
  },

  async 'prefix and wildcard subscriptions'(connect, uri) {
    const [subscriber, publisher] = [await connect(), await connect()];
    const events = new Queue();
    for (const [match, pattern] of [['prefix', `${uri}.p`], ['wildcard', `${uri}..w`]]) {
      await subscriber.subscribe(pattern, (args, kwargs, details) => events.put([match, details.topic]), { match });
    }
    for (const topic of ['.none', '.pre.deep', '.any.w']) await publisher.publish(uri + topic, [], {}, acknowledge);
    equal(['prefix', `${uri}.pre.deep`], await events.take());
    equal(['wildcard', `${uri}.any.w`], await events.take());
    equal(0, events.items.length);
  },

  async 'prefix and wildcard registrations'(connect, uri) {
    const [callee, caller] = [await connect(), await connect()];
    for (const [match, pattern] of [['prefix', `${uri}.p`], ['wildcard', `${uri}..w`]]) {
      await callee.register(pattern, (args, kwargs, details) => [match, details.procedure], { match });
    }
    equal(['prefix', `${uri}.pre.deep`], await caller.call(`${uri}.pre.deep`));
    equal(['wildcard', `${uri}.any.w`], await caller.call(`${uri}.any.w`));
  },

  async 'cancel answers the caller'(connect, uri) {
    const [callee, caller] = [await connect(), await connect()];
    const [begun, end] = [deferred(), deferred()];
    await callee.register(`${uri}.slow`, () => {
      begun.resolve();
      return end.promise;
    });
    const call = caller.call(`${uri}.slow`);
    const outcome = call.then(() => 'a result', (e) => e.error);
    await begun.promise;
    call.cancel({ mode: 'kill' }); // with the other modes autobahn takes the router's answer for a protocol violation
    equal('wamp.error.canceled', await outcome);
    end.resolve('too late');
    equal('number', typeof (await caller.call('wamp.session.count')));
    equal(true, callee.isOpen);
  },

  async 'unregister and unsubscribe'(connect, uri) {
    const [session, other] = [await connect(), await connect()];
    const events = new Queue();
    await session.unregister(await session.register(`${uri}.p`, () => 1));
    await session.unsubscribe(await session.subscribe(`${uri}.t`, () => events.put(1)));
    await other.publish(`${uri}.t`, [], {}, acknowledge);
    await other.register(`${uri}.p`, () => 2);
    equal(2, await session.call(`${uri}.p`));
    equal(0, events.items.length);
  },

  async 'large payloads'(connect, uri) {
    const [callee, caller] = [await connect(), await connect()];
    await callee.register(`${uri}.echo`, ([value]) => value);
    const large = 'x'.repeat(300_000);
    equal(true, large === (await caller.call(`${uri}.echo`, [large])));
  },

  async 'many calls at once'(connect, uri) {
    const [callee, caller] = [await connect(), await connect()];
    await callee.register(`${uri}.echo`, ([value]) => value);
    const numbers = Array.from({ length: 300 }, (_, i) => i);
    equal(numbers, await Promise.all(numbers.map((i) => caller.call(`${uri}.echo`, [i]))));
  },

  async 'goodbye'(connect, uri, opened) {
    await connect();
    const [connection] = opened;
    const closed = deferred();
    connection.onclose = (reason, details) => {
      closed.resolve([reason, details.reason]);
      return true;
    };
    connection.close('wamp.close.normal', 'bye');
    equal(['closed', 'wamp.close.goodbye_and_out'], await closed.promise);
  },
};

async function main() {
  const suite = new Suite('autobahn node');
  for (const [transport, url] of Object.entries(urls)) {
    for (const [name, test] of Object.entries(tests)) {
      const opened = [];
      const uri = `org.junctor.test.js.${transport}.${name.replaceAll(' ', '_')}`;
      await suite.run(`${transport}: ${name}`, () => test(() => open(url, opened), uri, opened));
      opened.filter((connection) => connection.isOpen).forEach((connection) => connection.close());
    }
  }
  process.exit(suite.finish());
}

main();
