// The window itself: a button, and behind it a dialog in a shadow tree that the page's styles do not reach.
const TITLE = /^\(\d+\) /;
let isOpen = false;
let told = 0;
let atEnd = true;
let cameFrom = null;
let host, root, frame, launcher, badge, panel, caseLine, menu, menuButton, offline, scroller, log, controls;
let whoForm, whoWaits, question, notes, chips, field, announced;

const build = () => {
  host = document.createElement("intake-window");
  root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  badge = make("span", { class: "badge", "aria-hidden": "true", hidden: true });
  launcher = iconButton("chat", say("open"), open, { class: "launcher", "aria-haspopup": "dialog" });
  launcher.append(badge);
  announced = make("p", { class: "unseen", role: "status" });
  panel = buildPanel();
  frame = make("div", { class: "frame", lang: language }, launcher, announced, panel);
  root.append(frame);
  attach();
  // A page may set another body in the place of the one there was.
  new MutationObserver(attach).observe(document.documentElement, { childList: true });
};

const attach = () => host.isConnected || document.body?.append(host);

const buildPanel = () => {
  caseLine = make("p", { class: "case", dir: "auto" });
  menuButton = iconButton("more", say("more"), () => openMenu(menu.hidden), { "aria-expanded": "false" });
  menu = make("div", { class: "menu", hidden: true }, button(say("transcript"), transcript), button(say("anew"), askAnew));
  offline = make("p", { class: "offline", role: "status" });
  log = make("div", { class: "log", role: "log", "aria-live": "off" });
  controls = make("div", { class: "controls" });
  whoForm = buildWho();
  whoWaits = make("p", { class: "waits", role: "status" });
  question = make("div", { class: "controls" });
  scroller = make("div", { class: "scroller", role: "region", "aria-label": say("conversation"), tabindex: "0" }, log, controls, whoWaits, whoForm, question);
  scroller.addEventListener("scroll", () => (atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 40));
  // The keyboard of a phone, a note, a longer message: who has read to the end stays there.
  new ResizeObserver(() => atEnd && toEnd()).observe(scroller);
  notes = make("p", { class: "note", role: "status", dir: "auto" });
  const title = make("h2", { id: "title" }, words.name || say("open"));
  return make(
    "section",
    { class: "panel", role: "dialog", "aria-labelledby": "title", tabindex: "-1", hidden: true, onkeydown: onKey, ondragover: onDrag, ondrop: (event) => takeDropped(event, event.dataTransfer) },
    make("header", {}, make("div", {}, title, caseLine), menuButton, iconButton("close", say("close"), close)),
    menu,
    offline,
    scroller,
    notes,
    buildComposer(),
  );
};

const buildComposer = () => {
  chips = make("ul", { class: "chips" });
  field = make("textarea", { rows: 1, "aria-label": say("write"), placeholder: say("write"), dir: "auto", oninput: onInput, onkeydown: onEnter, onpaste: (event) => takeDropped(event, event.clipboardData) });
  field.value = here.get("draft");
  const onchange = () => {
    choose(picker.files);
    picker.value = "";
    field.focus();
  };
  const picker = make("input", { type: "file", multiple: true, hidden: true, onchange, accept: (words.file_types || []).map((one) => `.${one}`).join() });
  const attach = filesAreTaken() && iconButton("attach", say("attach"), () => picker.click());
  const onsubmit = (event) => {
    event.preventDefault();
    submit();
  };
  const sender = make("button", { class: "icon send", "aria-label": say("send"), title: say("send") }, icon("send"));
  return make("form", { class: "composer", onsubmit }, chips, make("div", { class: "row" }, attach, picker, field, sender));
};

const submit = () => {
  const text = field.value.trim();
  if (text.length > LONGEST) return note(say("too_long", { most: LONGEST }), true);
  if (!text && !chosen.length) return field.focus();
  write(text, chosen);
  chosen = [];
  field.value = "";
  note("");
  drawChosen();
  onInput();
  field.focus();
};

const toEnd = () => (scroller.scrollTop = scroller.scrollHeight);

const onInput = () => {
  here.set("draft", field.value);
  grow();
};

const grow = () => {
  field.rows = 1;
  while (field.rows < 6 && field.scrollHeight > field.clientHeight + 2) field.rows++;
};

// With a keyboard Enter sends and Shift+Enter breaks the line; on glass it breaks the line, as everywhere there.
const onEnter = (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || onGlass()) return;
  event.preventDefault();
  submit();
};

const onKey = (event) => {
  // The page's own shortcuts are none of who types here.
  event.stopPropagation();
  if (event.key === "Tab" && isPhone()) return stayInside(event);
  if (event.key !== "Escape" || event.isComposing) return;
  if (menu.hidden) return close();
  openMenu(false);
  menuButton.focus();
};

const onDrag = (event) => filesAreTaken() && event.preventDefault();

const onGlass = () => matchMedia("(pointer: coarse)").matches;
const isPhone = () => matchMedia("(max-width: 480px), (max-height: 480px)").matches;

// Over the whole screen the page behind is out of reach.
const stayInside = (event) => {
  const all = [...panel.querySelectorAll("button, input, textarea, a[href], [tabindex='0']")].filter((node) => node.offsetParent);
  const [first, final] = [all[0], all.at(-1)];
  const at = root.activeElement;
  if (event.shiftKey ? at !== first && at !== panel : at !== final) return;
  event.preventDefault();
  (event.shiftKey ? final : first).focus();
};

const openMenu = (wanted) => {
  menu.hidden = !wanted;
  menuButton.setAttribute("aria-expanded", wanted);
  if (wanted) menu.querySelector("button").focus();
};

const reachable = (well = true) => {
  const said = well && navigator.onLine ? "" : say("offline");
  if (offline.textContent !== said) offline.textContent = said;
};

// What stands in front of the reader is seen, and the desk is told; what is not is counted.
const see = () => {
  if (isOpen && !document.hidden) {
    unseen = [];
    if (newest > Number(kept.get("seen"))) kept.set("seen", newest);
    if (newest > told) tellSeen();
  }
  const seen = Number(kept.get("seen"));
  unseen = unseen.filter((id) => id > seen);
  drawUnseen(unseen.length);
};

const tellSeen = async () => {
  const line = (told = newest);
  const answer = await post("seen", { line });
  if (answer.status !== 204 && told === line) told = 0;
};

const drawUnseen = (count) => {
  badge.textContent = count > 9 ? "9+" : count;
  badge.hidden = !count;
  launcher.setAttribute("aria-label", count ? say("open_new", { count }) : say("open"));
  const said = count && !isOpen ? say("new", { count }) : "";
  if (announced.textContent !== said) announced.textContent = said;
  const plain = marked ? document.title.replace(TITLE, "") : document.title;
  marked = count > 0;
  if (document.title !== (marked ? `(${count}) ${plain}` : plain)) document.title = marked ? `(${count}) ${plain}` : plain;
};

// What is read out is what comes while somebody listens: nothing old as the window opens or the talk is fetched.
let quietUntil = 0;
let marked = false;
const quietly = () => {
  log.setAttribute("aria-live", "off");
  clearTimeout(quietUntil);
  quietUntil = setTimeout(() => log.setAttribute("aria-live", "polite"), 1500);
};

const open = (asBefore) => {
  if (isOpen) return;
  isOpen = true;
  cameFrom = document.activeElement;
  quietly();
  here.set("open", "1");
  panel.hidden = false;
  launcher.hidden = true;
  fit();
  toEnd();
  grow();
  // A page that follows another one does not take the focus from its reader.
  if (asBefore !== true) (onGlass() ? panel : field).focus();
  listen();
  see();
};

const close = () => {
  if (!isOpen) return;
  isOpen = false;
  here.set("open", "");
  openMenu(false);
  panel.hidden = true;
  launcher.hidden = false;
  const back = cameFrom.isConnected && ![host, document.body].includes(cameFrom);
  (back ? cameFrom : launcher).focus();
};

// Over the whole screen it takes what the on-screen keyboard leaves.
const fit = () => {
  const view = window.visualViewport;
  const phone = isPhone();
  panel.setAttribute("aria-modal", phone);
  panel.style.setProperty("--height", phone && view ? `${view.height}px` : "");
  panel.style.setProperty("--top", phone && view ? `${view.offsetTop}px` : "");
};
