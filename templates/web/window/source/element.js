// Elements, made without a line of HTML: what anybody wrote is text and stays text.
const make = (name, more = {}, ...children) => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(more)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value === true) node.setAttribute(key, "");
    else if (value || value === 0) node.setAttribute(key, value);
  }
  node.append(...children.filter(Boolean));
  // Whoever reads from right to left gets each text in its own direction; a list's bullets stand where its text begins.
  if (name === "ul" || (name !== "li" && children.some((child) => typeof child === "string"))) node.dir = "auto";
  return node;
};

const ICONS = {
  chat: "M4 4h16v12H9l-5 4z",
  close: "M5 5l14 14M19 5L5 19",
  more: "M12 5v.5M12 12v.5M12 19v.5",
  attach: "M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.3 3.3 0 0 1 4.7 4.7L9.5 17a1.7 1.7 0 0 1-2.4-2.4L15 7",
  send: "M12 19V5M5 12l7-7 7 7",
};

const icon = (name) => {
  const [svg, path] = ["svg", "path"].map((kind) => document.createElementNS("http://www.w3.org/2000/svg", kind));
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
};

const button = (label, onclick, more) => make("button", { type: "button", onclick, ...more }, label);
const choiceButton = (label, onclick, chosen) => button(label, onclick, { class: `choice${chosen ? " chosen" : ""}` });
const iconButton = (name, label, onclick, more = {}) =>
  make("button", { type: "button", class: "icon", "aria-label": label, title: label, onclick, ...more }, icon(name));
