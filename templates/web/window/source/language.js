// The words of the window, in the reader's language; kept, so that it stands on a page that was opened offline.
let words = null;

const say = (name, fill = {}) => {
  let said = words[name] || "";
  for (const [key, value] of Object.entries(fill)) said = said.replaceAll(`{${key}}`, () => value);
  return said;
};

// True once the words are known, false where the desk does not answer this page.
const learn = async () => {
  for (let tries = 0; tries < 9; tries++) {
    try {
      const response = await fetch(`${BASE}window/words?language=${language}`, { credentials: "omit" });
      if (response.ok) {
        words = await response.json();
        kept.set(`words.${language}`, JSON.stringify(words));
        return true;
      }
    } catch {
      // Refused by the browser, or no network: it tells us no more than that. The script itself anybody may load.
      if (!(await reached())) words = parsed(kept.get(`words.${language}`));
      else if (tries) return false;
      if (words) return true;
    }
    await new Promise((done) => setTimeout(done, pauseAfter(tries)));
  }
  return false;
};

const reached = () =>
  fetch(tag.src, { mode: "no-cors", cache: "no-store", credentials: "omit" }).then(() => true, () => false);
