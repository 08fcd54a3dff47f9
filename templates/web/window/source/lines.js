// The talk as it is shown: each line once, in the order of the desk.
const standing = new Set();
let newest = 0;
let lastDay = "";
let unseen = [];

const safe = (href, schemes) => {
  try {
    const url = new URL(href, BASE);
    return schemes.includes(url.protocol) ? url.href : "";
  } catch {
    return "";
  }
};

const pieceOf = (piece) => {
  if (typeof piece === "string") return piece;
  if (piece.at) return instant(piece);
  const href = safe(piece.href, ["https:", "http:", "mailto:", "tel:"]);
  return href ? make("a", { href, target: "_blank", rel: "noopener noreferrer" }, piece.words) : piece.words;
};

const paragraphsOf = (paragraphs) => {
  const nodes = [];
  for (const { kind, pieces } of paragraphs) {
    const node = make(kind === "item" ? "li" : "p", { class: kind === "small" && "small" }, ...pieces.map(pieceOf));
    if (kind !== "item") nodes.push(node);
    else if (nodes.at(-1)?.localName === "ul") nodes.at(-1).append(node);
    else nodes.push(make("ul", {}, node));
  }
  return nodes;
};

const fileOf = ({ name, size, url }) => {
  const href = url && safe(url, ["https:", "http:"]);
  const label = size ? `${name} (${Math.ceil(size / 1000)} kB)` : name;
  return make("li", {}, href ? make("a", { href, target: "_blank", rel: "noopener noreferrer" }, label) : label);
};

const bubbleOf = (side, who, content, files = []) => {
  const list = files.length ? make("ul", { class: "files" }, ...files.map(fileOf)) : null;
  // What is said of a message (being sent, sent) is not read out again and again.
  const meta = make("p", { class: "meta", "aria-live": "off" });
  return make("div", { class: `line ${side}` }, make("div", { class: "bubble" }, make("span", { class: "unseen" }, `${who}: `), ...content, list), meta);
};

const showLine = (line) => {
  if (standing.has(line.id)) return;
  const ours = line.side === "visitor";
  const known = ours && bubbles.get(line.key);
  const follows = atEnd;
  const node = known || drawn(line, ours);
  node.lastChild.textContent = [line.by, shown(new Date(line.at), CLOCK)].filter(Boolean).join(" · ");
  if (ours) settled(line.key);
  standing.add(line.id);
  // What waits to be sent stays below all that the desk has.
  const waiting = bubbles.values().next().value;
  if (!known || (waiting && node.compareDocumentPosition(waiting) & 2)) log.insertBefore(node, waiting || null);
  dayBefore(node, new Date(line.at));
  newest = Math.max(newest, line.id);
  kept.set("heard", Date.parse(line.at));
  if (!ours && line.id > Number(kept.get("seen"))) unseen.push(line.id);
  // A letter that is higher than the window is read from its first word.
  if (follows) scroller.scrollTop = ours ? scroller.scrollHeight : node.offsetTop - 12;
  drawWho();
  see();
};

const drawn = (line, ours) => {
  const content = ours ? [make("p", {}, line.text)] : paragraphsOf(line.paragraphs || []);
  return bubbleOf(line.side, ours ? say("you") : line.by || words.name, content, line.files);
};

const dayBefore = (node, date) => {
  if (date.toDateString() === lastDay) return;
  lastDay = date.toDateString();
  node.before(make("p", { class: "day" }, dayOf(date)));
};

const clearLines = () => {
  log.replaceChildren();
  bubbles.clear();
  standing.clear();
  unseen = [];
  last = lastDay = "";
  newest = told = 0;
  log.append(make("p", { class: "hello" }, say("hello")));
};
