'use strict';
// Sessions of wampy, as features.js wants them.

const WebSocket = require('ws');

/** Opens a session. */
async function openWampy(url, serializer, realm) {
  const { Wampy } = require('wampy');
  const makers = {
    json: () => new (require('wampy/JsonSerializer.js').JsonSerializer)(),
    msgpack: () => new (require('wampy/MsgpackSerializer.js').MsgpackSerializer)(),
    cbor: () => new (require('wampy/CborSerializer.js').CborSerializer)(),
  };
  const wampy = new Wampy(url, { ws: WebSocket, realm, serializer: makers[serializer](), autoReconnect: false });
  await wampy.connect();
  return ofWampy(wampy);
}

function ofWampy(wampy) {
  return {
    id: wampy.getSessionId(),
    subscribe: (uri, handler, options) =>
      wampy.subscribe(uri, (event) => handler(event.argsList ?? [], event.argsDict ?? {}, event.details), options),
    publish: async (uri, argsList, argsDict) => (await wampy.publish(uri, { argsList, argsDict })).publicationId,
    register(uri, endpoint, options) {
      const fail = (error, argsList, argsDict) => {
        throw { error, argsList, argsDict };
      };
      const called = ({ argsList, argsDict, details, result_handler: send }) => {
        const progress = (part) => send({ argsList: part, options: { progress: true } });
        const result = endpoint(argsList ?? [], argsDict ?? {}, details, progress, fail);
        return result instanceof Promise ? result : { argsList: result[0], argsDict: result[1] };
      };
      return wampy.register(uri, called, options);
    },
    call(uri, argsList, argsDict, onProgress) {
      const options = onProgress ? { progress_callback: (part) => onProgress(part.argsList) } : {};
      const call = wampy.call(uri, { argsList, argsDict }, options);
      const { reqId } = wampy.getOpStatus();
      const promise = call.then(
        (result) => [result.argsList ?? [], result.argsDict ?? {}],
        (error) => Promise.reject({ uri: error.errorUri, args: error.argsList ?? [], kwargs: error.argsDict ?? {}, stack: error.stack }));
      promise.cancel = () => wampy.cancel(reqId, { mode: 'kill' });
      return promise;
    },
    close: () => wampy.disconnect(),
  };
}

module.exports = { openWampy };
