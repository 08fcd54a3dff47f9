// Instants as their reader's own clock and calendar show them.
const locale = (navigator.languages || []).find((known) => known.toLowerCase().startsWith(language)) || language;
// "09:05 AM" as the desk's own letters write it: "9:05 am". Where a day has 24 hours each has two digits.
const shown = (date, options) =>
  new Intl.DateTimeFormat(locale, options).format(date).replace(/0?(\S+\s[AP]M)/, (_, time) => time.toLowerCase());
const CLOCK = { hour: "2-digit", minute: "2-digit" };
const DAY = { weekday: "short", day: "numeric", month: "short" };

const dayOf = (date) =>
  date.toDateString() === new Date().toDateString() ? say("today") : shown(date, { ...DAY, weekday: "long" });

// A piece of what the desk wrote that is an instant. The end of a day stays the desk's day, with the reader's own hour
// beside it where that is not the end of a day for them too.
const instant = (piece) => {
  const date = new Date(piece.at);
  if (Number.isNaN(date.getTime())) return piece.words;
  if (!piece.ends) {
    const own = shown(date, { ...DAY, ...CLOCK, timeZoneName: "short" });
    return make("time", { datetime: piece.at, title: piece.words }, own);
  }
  const elsewhere = date.getHours() || date.getMinutes();
  const fill = { words: piece.words, time: shown(date, CLOCK), day: shown(date, { weekday: "long" }) };
  return make("time", { datetime: piece.at }, elsewhere ? say("ends", fill) : piece.words);
};
