// The demo page: a WAMP client that subscribes to a topic and calls a procedure. Everything that it needs of WAMP is in connect().
'use strict';

const TOPIC = 'com.example.clock.tick';
const PROCEDURE = 'com.example.clock.now';
const REALM = 'realm1';
const LOG_LINES = 9;
const SILENCE_MS = 3000;

const byId = (id) => document.getElementById(id);
const url = new URL('ws', document.baseURI);
url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';

let session = null;
let calling = false;
let lastTick = 0;

function connect() {
  const connection = new autobahn.Connection({
    url: url.href,
    realm: REALM,
    max_retries: -1,
    initial_retry_delay: 1,
    max_retry_delay: 5,
  });

  connection.onopen = (opened, details) => {
    session = opened;
    byId('call').disabled = false;
    show('connected', `connected to ${REALM}`);
    log(`session ${opened.id} as ${details.authrole || 'somebody'}, over ${url.href}`);
    opened.subscribe(TOPIC, onTick).then(
      () => log(`subscribed to ${TOPIC}`),
      (error) => complain('tick', `cannot subscribe: ${reason(error)}`),
    );
    call();
  };

  connection.onclose = (why, details) => {
    if (session || why === 'unsupported') {
      log(`disconnected: ${details.reason || why}`, true);
    }
    session = null;
    byId('call').disabled = true;
    show('lost', details.will_retry === false ? 'not connected' : 'connecting again');
    return false; // goes on trying
  };

  connection.open();
}

function onTick([tick]) {
  lastTick = Date.now();
  put('tick', String(tick));
  note('tick', `at ${clock(new Date())}`);
  log(`event ${tick}`);
}

function call() {
  if (!session || calling) {
    return;
  }
  calling = true;
  const begun = performance.now();
  session.call(PROCEDURE).then(
    (time) => {
      const took = performance.now() - begun;
      byId('time').dateTime = time;
      put('time', clock(new Date(time)));
      note('time', `${time}, answered in ${took.toFixed(1)} ms`);
      log(`result ${time.slice(11)}`);
    },
    (error) => complain('time', `cannot call: ${reason(error)}`),
  ).finally(() => {
    calling = false;
  });
}

function everySecond() {
  if (session && byId('repeat').checked) {
    call();
  }
  if (session && lastTick && Date.now() - lastTick > SILENCE_MS) {
    complain('tick', `no tick since ${clock(new Date(lastTick))}`);
    lastTick = 0;
  }
}

function reason(error) {
  const text = error.args && error.args.length > 0 ? `: ${error.args[0]}` : '';
  return error.error === 'wamp.error.no_such_procedure'
    ? 'nobody offers it; is the component running?'
    : `${error.error || error}${text}`;
}

function clock(date) {
  return date.toLocaleTimeString([], { hourCycle: 'h23' });
}

function show(state, text) {
  byId('state').dataset.state = state;
  byId('state').textContent = text;
  document.body.classList.toggle('stale', state !== 'connected');
}

function put(id, text) {
  const element = byId(id);
  element.textContent = text;
  element.classList.remove('fresh');
  void element.offsetWidth; // lets the animation begin again
  element.classList.add('fresh');
}

function note(id, text, bad = false) {
  const element = byId(`${id}-note`);
  element.textContent = text;
  element.classList.toggle('bad', bad);
}

function complain(id, text) {
  if (byId(`${id}-note`).textContent !== text) {
    note(id, text, true);
    log(text, true);
  }
}

function log(text, bad = false) {
  const line = document.createElement('li');
  const time = document.createElement('time');
  const what = document.createElement('span');
  time.textContent = clock(new Date());
  what.textContent = text;
  what.classList.toggle('bad', bad);
  line.append(time, what);
  byId('log').prepend(line);
  while (byId('log').children.length > LOG_LINES) {
    byId('log').lastElementChild.remove();
  }
}

byId('call').addEventListener('click', call);
setInterval(everySecond, 1000);
connect();
