// What the page may do with the window, and how it begins.
let wanted = false;
let ready = false;

// Somebody else has signed in on the page: the talk of the one before is not theirs to read.
const identify = (jwt) => {
  token = jwt || "";
  const mail = spokenOf(token).toLowerCase();
  const before = kept.get("mail").toLowerCase();
  if (!secret() || mail === before || (jwt && !mail)) return;
  if (before) anew();
  else leave();
};

Object.defineProperty(window, "intakeWindow", {
  value: Object.freeze({
    open: () => (ready ? open() : (wanted = true)),
    close: () => (ready ? close() : (wanted = false)),
    identify: (jwt) => (ready ? identify(jwt) : (token = jwt || "")),
  }),
});

const start = async () => {
  if (!(await learn())) return tell(`not shown: ${BASE} does not answer ${location.origin}; see [window] origins and the page's connect-src`);
  build();
  clearLines();
  showState({});
  ready = true;
  if (token) identify(token);
  drawWaiting();
  onEvents();
  if (wanted || (here.get("open") && !isPhone())) open(!wanted);
  if (document.hidden) sleep();
  else listen();
  if (waiting().length) flush();
};

const onEvents = () => {
  addEventListener("online", () => {
    retries = failures = 0;
    reachable();
    // What was open before is open no longer, whether or not anybody has noticed.
    stop();
    listen();
    flush();
  });
  addEventListener("offline", () => {
    reachable();
    drawWaiting();
  });
  addEventListener("storage", onStorage);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return sleep();
    wake();
    see();
  });
  // A page that is laid aside whole (back and forth in the history) holds no connection.
  addEventListener("pagehide", () => {
    left = true;
    stop();
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    left = false;
    wake();
  });
  addEventListener("beforeunload", (event) => carried.size && event.preventDefault());
  addEventListener("resize", fit);
  window.visualViewport?.addEventListener("resize", fit);
  window.visualViewport?.addEventListener("scroll", fit);
};

// Another tab has written, sent, read, or begun another talk.
const onStorage = ({ key, newValue }) => {
  const name = key?.startsWith(PREFIX) ? key.slice(PREFIX.length) : "";
  if (name === "secret" || key === null) restart(!newValue || streamed !== "");
  else if (name.startsWith("say.")) drawWaiting();
  else if (name === "seen") see();
  else if (name === "skipped" || name === "change") drawWho();
};

start();
