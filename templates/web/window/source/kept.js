// What the browser keeps: the talk's secret, messages that were not sent, what was seen. Where the page may keep
// nothing (private mode, a full disk), memory does until the page goes.
const PREFIX = "intake-window.";

const drawer = (open) => {
  const memory = new Map();
  let disk = null;
  try {
    disk = open();
    disk.setItem(PREFIX + "try", "1");
    disk.removeItem(PREFIX + "try");
  } catch {
    disk = null;
  }
  return {
    get: (name) => memory.get(name) ?? disk?.getItem(PREFIX + name) ?? "",
    set(name, value) {
      memory.delete(name);
      try {
        if (value === "") disk.removeItem(PREFIX + name);
        else disk.setItem(PREFIX + name, value);
      } catch {
        memory.set(name, value);
      }
    },
    names: (start) =>
      [...memory.keys(), ...Object.keys(disk || {}).map((key) => key.startsWith(PREFIX) && key.slice(PREFIX.length))]
        .filter((name) => name && name.startsWith(start)),
  };
};

const parsed = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

// For all tabs, and for this one: what is half written, whether the window stands open.
const kept = drawer(() => localStorage);
const here = drawer(() => sessionStorage);
const secret = () => kept.get("secret");
