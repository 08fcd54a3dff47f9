// What the visitor said and the desk has not confirmed: kept, sent in order, each under a key of its own, so that the
// desk takes it once however often it arrives.
const bubbles = new Map();
// A message with files lives as long as the page: files cannot be kept beside it.
const carried = new Map();
let newestAt = 0;
let busy = false;
let asked = false;
let retries = 0;
let nextTry = 0;

// A page without TLS has no randomUUID; a key need only be another one than the talk's others.
const newKey = () => crypto.randomUUID?.() || `${Date.now()}${Math.random()}`.replace(".", "-");

const waiting = () =>
  [...carried.values(), ...kept.names("say.").map((name) => parsed(kept.get(name)))]
    .filter(Boolean)
    .sort((one, other) => one.at - other.at);

const store = (item) => {
  if (item.files.length) carried.set(item.key, item);
  else kept.set(`say.${item.key}`, JSON.stringify(item));
};

const settled = (key) => {
  carried.delete(key);
  bubbles.delete(key);
  if (kept.get(`say.${key}`)) kept.set(`say.${key}`, "");
};

const write = (text, files) => {
  newestAt = Math.max(Date.now(), newestAt + 1);
  store({ key: newKey(), text, files, at: newestAt });
  drawWaiting();
  toEnd();
  flush();
};

// Shows what waits, of all tabs; what another tab has sent or taken back goes.
const drawWaiting = () => {
  const all = waiting();
  for (const item of all) {
    if (!bubbles.has(item.key)) {
      const node = bubbleOf("visitor", say("you"), [item.text && make("p", {}, item.text)], item.files);
      bubbles.set(item.key, log.appendChild(node));
      node.state = "";
    }
    mark(item.key, item.why ? "refused" : bubbles.get(item.key).state || (navigator.onLine ? "sending" : "kept"), item);
  }
  for (const [key, node] of bubbles) {
    if (node.state === "sent" || all.some((item) => item.key === key)) continue;
    bubbles.delete(key);
    node.remove();
  }
};

const mark = (key, state, item) => {
  const node = bubbles.get(key);
  if (!node || node.state === state) return;
  node.state = state;
  node.classList.toggle("wrong", state === "refused");
  if (state === "refused") node.lastChild.setAttribute("aria-live", "assertive");
  node.lastChild.replaceChildren(say(state, { why: item?.why }));
  if (state !== "refused") return;
  node.lastChild.append(
    button(say("retry"), () => {
      store({ ...item, why: "" });
      node.state = "";
      drawWaiting();
      flush();
    }),
    button(say("take_back"), () => takeBack(item)),
  );
  toEnd();
};

const takeBack = (item) => {
  bubbles.get(item.key)?.remove();
  settled(item.key);
  drawWaiting();
  chosen.push(...item.files);
  drawChosen();
  field.value = [item.text, field.value].filter(Boolean).join("\n");
  field.focus();
  grow();
};

// One tab sends at a time, so that what was written first arrives first.
const flush = async () => {
  asked = true;
  if (busy) return;
  busy = true;
  clearTimeout(nextTry);
  const go = async () => {
    while (await sendNext());
  };
  try {
    while (asked) {
      asked = false;
      await (navigator.locks ? navigator.locks.request(`${PREFIX}send`, go) : go());
    }
  } finally {
    busy = false;
  }
};

const sendNext = async () => {
  const item = waiting().find((one) => !one.why);
  if (!item) return false;
  if (navigator.onLine) mark(item.key, "sending");
  const answer = await deliver(item);
  if (answer.line) {
    retries = 0;
    sent(item.key);
    return true;
  }
  if (answer.status === 401) return retries++ < 3;
  if (answer.status >= 400 && answer.status < 500 && ![408, 425, 429].includes(answer.status)) {
    store({ ...item, why: answer.said || say("failed") });
    drawWaiting();
    return true;
  }
  const state = answer.status ? "again" : "kept";
  waiting().forEach((one) => one.why || mark(one.key, state));
  nextTry = setTimeout(flush, Math.max(answer.wait, pauseAfter(retries++)));
  return false;
};

const sent = (key) => {
  mark(key, "sent");
  carried.delete(key);
  kept.set(`say.${key}`, "");
};

const deliver = async ({ key, text: words, files }) => {
  if (!secret()) {
    const begun = await begin();
    if (!secret()) return begun;
  }
  if (!files.length) return post("say", { key, text: words });
  const form = new FormData();
  form.append("key", key);
  form.append("text", words);
  files.forEach((file) => form.append("file", file, file.name));
  return post("say", form);
};
