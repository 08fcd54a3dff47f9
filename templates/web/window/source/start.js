// Where the script came from and whether it may run. All parts are joined into one function (doors/window/script.py):
// nothing of them is global, and a comment has its line to itself.
const tell = (words) => console.info(`[intake window] ${words}`);
const tag = document.currentScript;
if (!tag?.src) return tell("not started: load it by a script tag of its own, with src");
if (!("adoptedStyleSheets" in document && AbortSignal.timeout)) return tell("not started: this browser is too old");
if (window.intakeWindow) return tell("loaded twice: the first one stays");

const BASE = new URL(".", tag.src).href;
const LANGUAGES = ["en", "es", "fr", "de"];
const LONGEST = 10000;
const language =
  [tag.dataset.language, document.documentElement.lang, ...(navigator.languages || [])]
    .map((wanted) => (wanted || "").slice(0, 2).toLowerCase())
    .find((wanted) => LANGUAGES.includes(wanted)) || "en";
const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone || "";

// What the vendor's site has signed about its reader, "" for nothing.
let token = tag.dataset.token || "";

// The address that a token speaks of, as the window needs to tell one reader of this browser from the next. Whether
// the token is true is for the desk to find out.
const spokenOf = (jwt) => {
  try {
    return JSON.parse(atob(jwt.split(".")[1].replace(/-/g, "+").replace(/_/g, "/"))).email || "";
  } catch {
    return "";
  }
};
