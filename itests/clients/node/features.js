'use strict';
// The features of the table of clients, as tests of whatever an adapter makes a session of; in Node, and in a page, where this is a
// plain script. A session of an adapter has: id, subscribe(uri, handler, options), publish(uri, args, kwargs),
// register(uri, endpoint, options), call(uri, args, kwargs, onProgress) with a cancel() on its promise, close().

(function (root) {
  const octets = [0, 255, 128, 7];
  const binary = () => (typeof Buffer === 'function' ? Buffer.from(octets) : new Uint8Array(octets)); // as each has it
  const values = () => [
    null, true, false, 0, 255, 256, -1, -129, 65536, 2147483648, 9007199254740991, -9007199254740991, 1.5, -0.25, 1e-7,
    '', 'plain', 'grüße, 世界 😀', [], {}, [[1, [{}]], { a: { b: [null] } }],
  ];
  const keywords = () => ({ ü: '😀', empty: [], inner: { list: [1, 2.5, null] } });

  /** A value as text that two equal values share: keys in order, octets as hexadecimal digits. */
  function shown(value) {
    if (value instanceof Uint8Array) return `0x${Array.from(value, (octet) => octet.toString(16).padStart(2, '0')).join('')}`;
    if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`;
    if (typeof value === 'bigint') return String(value);
    if (value && typeof value === 'object') {
      return `{${Object.keys(value).sort().map((key) => `${key}: ${shown(value[key])}`).join(', ')}}`;
    }
    return JSON.stringify(value) ?? 'undefined';
  }

  function equal(expected, actual) {
    const [a, b] = [shown(expected), shown(actual)];
    if (a !== b) throw new Error(`expected ${a}, got ${b}`);
  }

  /** Collects what events bring. */
  function queue() {
    const items = [];
    const waiting = [];
    return {
      put: (item) => (waiting.length > 0 ? waiting.shift()(item) : items.push(item)),
      take: () => (items.length > 0 ? Promise.resolve(items.shift()) : new Promise((resolve) => waiting.push(resolve))),
    };
  }

  const features = {
    async events(connect, uri, withBinary) {
      const [subscriber, publisher] = [await connect(), await connect()];
      const args = withBinary ? [...values(), binary()] : values();
      const events = queue();
      await subscriber.subscribe(uri, (a, k) => events.put([a, k]));
      equal(true, (await publisher.publish(uri, args, keywords())) > 0);
      equal([args, keywords()], await events.take());
      await publisher.publish(uri, [], {});
      equal([[], {}], await events.take());
    },

    async calls(connect, uri, withBinary) {
      const [callee, caller] = [await connect(), await connect()];
      const args = withBinary ? [...values(), binary()] : values();
      await callee.register(uri, (a, k) => [a, k]);
      equal([args, keywords()], await caller.call(uri, args, keywords()));
      for (let i = 0; i < 300; i++) equal([[i], {}], await caller.call(uri, [i], {})); // so that request ids do not fit one octet
    },

    async errors(connect, uri, withBinary) {
      const [callee, caller] = [await connect(), await connect()];
      const args = withBinary ? [...values(), binary()] : values();
      await callee.register(uri, (a, k, details, progress, fail) => fail('org.example.broken', a, k));
      const outcome = (call) => call.then(() => 'a result', (error) => [error.uri, error.args, error.kwargs]);
      equal(['org.example.broken', args, keywords()], await outcome(caller.call(uri, args, keywords())));
      equal('wamp.error.no_such_procedure', (await outcome(caller.call(`${uri}.nothing`, [], {})))[0]);
    },

    async 'progressive results'(connect, uri) {
      const [callee, caller] = [await connect(), await connect()];
      await callee.register(uri, ([to], k, details, progress) => {
        for (let i = 0; i < to; i++) progress([i]);
        return [['end'], {}];
      });
      const parts = [];
      equal([['end'], {}], await caller.call(uri, [5], {}, ([part]) => parts.push(part)));
      equal([0, 1, 2, 3, 4], parts);
    },

    async cancelling(connect, uri) {
      const [callee, caller] = [await connect(), await connect()];
      const begun = queue();
      await callee.register(uri, () => {
        begun.put(true);
        return new Promise(() => {});
      });
      const call = caller.call(uri, [], {});
      const outcome = call.then(() => 'a result', (error) => error.uri);
      await begun.take();
      call.cancel();
      equal('wamp.error.canceled', await outcome);
      equal('number', typeof (await caller.call('wamp.session.count', [], {}))[0][0]);
    },

    async patterns(connect, uri) {
      const [one, other] = [await connect(), await connect()];
      const events = queue();
      for (const [match, pattern] of [['prefix', `${uri}.p`], ['wildcard', `${uri}..w`]]) {
        await one.subscribe(pattern, (a, k, details) => events.put([match, details.topic]), { match });
        await one.register(pattern, (a, k, details) => [[match, details.procedure], {}], { match });
      }
      for (const [match, name] of [['prefix', `${uri}.pre.x`], ['wildcard', `${uri}.any.w`]]) {
        await other.publish(name, [], {});
        equal([match, name], await events.take());
        equal([[match, name], {}], await other.call(name, [], {}));
      }
    },

    async 'meta API'(connect) {
      const watcher = await connect();
      const joins = queue();
      await watcher.subscribe('wamp.session.on_join', ([details]) => joins.put(details.session));
      const guest = await connect();
      equal(guest.id, await joins.take());
      equal(true, (await watcher.call('wamp.session.list', [], {}))[0][0].includes(guest.id));
      equal(guest.id, (await watcher.call('wamp.session.get', [guest.id], {}))[0][0].session);
    },
  };

  /** What the pairs of clients send each other. */
  async function pair(session, uri) {
    const args = [...values(), binary()];
    equal([args, keywords()], await session.call(uri, args, keywords()));
  }

  /** Opens a session with autobahn, whose module is `autobahn`. */
  function openAutobahn(autobahn, transport, serializer, realm) {
    const serializers = {
      json: () => new autobahn.serializer.JSONSerializer(),
      msgpack: () => new autobahn.serializer.MsgpackSerializer(),
      cbor: () => new autobahn.serializer.CBORSerializer(),
    };
    return new Promise((resolve, reject) => {
      const options = { realm, max_retries: 0, transports: [{ ...transport, serializers: [serializers[serializer]()] }] };
      const connection = new autobahn.Connection(options);
      connection.onclose = (reason, details) => (reject(new Error(`closed: ${reason} ${JSON.stringify(details)}`)), true);
      connection.onopen = (session) => resolve(ofAutobahn(autobahn, connection, session));
      connection.open();
    });
  }

  function ofAutobahn(autobahn, connection, session) {
    return {
      id: session.id,
      subscribe: (uri, handler, options) =>
        session.subscribe(uri, (a, k, details) => handler(a ?? [], k ?? {}, details), options),
      publish: async (uri, a, k) => (await session.publish(uri, a, k, { acknowledge: true })).id,
      register(uri, endpoint, options) {
        const fail = (error, a, k) => {
          throw new autobahn.Error(error, a, k);
        };
        const called = (a, k, details) => {
          const result = endpoint(a ?? [], k ?? {}, details, (part) => details.progress(part), fail);
          return result instanceof Promise ? result : new autobahn.Result(...result);
        };
        return session.register(uri, called, options);
      },
      call(uri, a, k, onProgress) {
        const call = session.call(uri, a, k, onProgress ? { receive_progress: true } : {});
        // One argument alone comes without a result around it.
        const unwrapped = (result) => (result instanceof autobahn.Result ? [result.args ?? [], result.kwargs ?? {}] : [result === null ? [] : [result], {}]);
        const failed = (error) => Promise.reject(error.error ? { uri: error.error, args: error.args, kwargs: error.kwargs } : error);
        const promise = new Promise((resolve, reject) =>
          call.then(unwrapped, failed, (part) => onProgress?.(part instanceof autobahn.Result ? part.args : [part])).then(resolve, reject));
        promise.cancel = () => call.cancel({ mode: 'kill' }); // with the other modes autobahn takes the router's answer for a protocol violation
        return promise;
      },
      close: () => connection.isOpen && connection.close(),
    };
  }

  const all = { features, openAutobahn, pair, shown };
  if (typeof module === 'object' && module.exports) module.exports = all;
  else root.clientFeatures = all;
})(globalThis);
