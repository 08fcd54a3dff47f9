// The stream of lines: read by fetch, since EventSource cannot say who we are; taken up again where it broke off.
const STALE = 45000;
const WEEK = 7 * 24 * 3600 * 1000;
let stream = null;
let streamed = "";
let last = "";
let failures = 0;
let later = 0;
// A hidden tab lets go of its stream unless it is the one that listens for all: a browser has six connections a host.
let awake = true;
let left = false;
let release = () => {};

const listen = () => {
  clearTimeout(later);
  // A talk that is long over is looked for only by who opens the window.
  const alive = isOpen || Date.now() - Number(kept.get("heard") || Date.now()) < WEEK;
  if (left || !secret() || !awake || !alive) return stop();
  if (streamed !== secret()) stop();
  if (!stream) follow();
};

const stop = () => {
  stream?.abort();
  stream = null;
};

const follow = async () => {
  const own = (stream = new AbortController());
  streamed = secret();
  let silence = 0;
  const heard = () => {
    clearTimeout(silence);
    silence = setTimeout(() => own.abort(), STALE);
  };
  let wait = 0;
  try {
    heard();
    const headers = { ...authorized(), accept: "text/event-stream", ...(last && { "last-event-id": last }) };
    const request = { headers, signal: own.signal, cache: "no-store", credentials: "omit" };
    const response = await fetch(`${BASE}window/lines`, request);
    if (response.status === 401 && streamed === secret()) forget();
    wait = 1000 * (Number(response.headers.get("retry-after")) || 0);
    if (response.ok && !last) quietly();
    if (response.ok) await readEvents(response.body.getReader(), own, heard);
  } catch {
    // It is taken up again below.
  }
  clearTimeout(silence);
  if (stream !== own) return;
  stream = null;
  reachable(failures < 2);
  later = setTimeout(listen, Math.max(wait, pauseAfter(failures++)));
};

const readEvents = async (reader, own, heard) => {
  const decoder = new TextDecoder();
  for (let text = ""; ; ) {
    const { done, value } = await reader.read();
    if (done || stream !== own) return;
    heard();
    failures = 0;
    reachable(true);
    const events = (text + decoder.decode(value, { stream: true })).split(/\r\n\r\n|\n\n|\r\r/);
    text = events.pop();
    events.forEach(hear);
  }
};

const hear = (block) => {
  const event = { event: "", id: "", data: "" };
  for (const line of block.split(/\r\n|\n|\r/)) {
    const [, field, value] = /^(\w+): ?(.*)$/.exec(line) || [];
    if (field in event) event[field] += value;
  }
  if (event.id) last = event.id;
  try {
    if (event.event === "line") showLine(JSON.parse(event.data));
    if (event.event === "state") showState(JSON.parse(event.data));
  } catch (error) {
    tell(`an event was not understood: ${error}`);
  }
};

const sleep = () => {
  awake = !navigator.locks;
  if (awake || !secret()) return;
  const over = new AbortController();
  let wakeUp = () => {};
  release = () => {
    over.abort();
    wakeUp();
  };
  const listening = new Promise((done) => (wakeUp = done));
  const take = () => {
    awake = true;
    listen();
    return listening;
  };
  navigator.locks.request(`${PREFIX}hidden`, { signal: over.signal }, take).catch(() => {});
  later = setTimeout(listen, 2000);
};

const wake = () => {
  release();
  awake = true;
  failures = 0;
  listen();
};
