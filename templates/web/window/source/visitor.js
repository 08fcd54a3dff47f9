// Who writes: asked once, after the first message, and only where the vendor's site has not said so. And what a
// visitor may do with the talk as a whole.
const drawWho = () => {
  const who = state.who || { proved: true };
  const wanted = !who.proved && standing.size && !kept.get("skipped");
  const asking = wanted && (!who.address || kept.get("change"));
  whoForm.hidden = !asking;
  const said = wanted && !asking ? kept.get("waits") || say("who_waits", { address: who.address }) : "";
  if (whoWaits.said === said) return;
  whoWaits.said = said;
  whoWaits.replaceChildren(...(said ? [said, " ", button(say("who_change"), () => again("1"))] : []));
};

const again = (wanted) => {
  kept.set("change", wanted);
  drawWho();
  if (wanted) whoForm.querySelector("[type=email]").focus();
};

const buildWho = () => {
  const name = make("input", { autocomplete: "name", maxlength: 200 });
  const address = make("input", { type: "email", autocomplete: "email", required: true, maxlength: 254 });
  const onsubmit = async (event) => {
    event.preventDefault();
    const answer = await post("who", { name: name.value.trim(), address: address.value.trim() });
    if (answer.status !== 202) return note(answer.said || say("failed"), true);
    // What the desk says of its mail (which number stands in it, say) stays until it is followed.
    kept.set("waits", answer.said);
    kept.set("change", "");
    state.who = { ...state.who, name: name.value, address: address.value.trim() };
    drawWho();
    field.focus();
  };
  const onskip = () => {
    kept.set("skipped", "1");
    drawWho();
    field.focus();
  };
  return make(
    "form",
    { class: "who", hidden: true, onsubmit, "aria-label": say("who_ask") },
    make("p", {}, say("who_ask")),
    make("label", {}, say("your_name"), name),
    make("label", {}, say("your_address"), address),
    make("div", { class: "row" }, make("button", { class: "choice chosen" }, say("who_send")), choiceButton(say("skip"), onskip)),
  );
};

const transcript = async () => {
  openMenu(false);
  field.focus();
  const answer = await post("transcript");
  note(answer.said || say("failed"), answer.status !== 202);
};

const askAnew = () => {
  openMenu(false);
  const no = () => {
    question.replaceChildren();
    field.focus();
  };
  const yes = () => {
    no();
    anew();
  };
  question.replaceChildren(
    group(say("anew_ask"), [choiceButton(say("anew_yes"), yes), choiceButton(say("anew_no"), no, true)]),
  );
  question.querySelector("button").focus();
  toEnd();
};

// Nothing of this talk stays in this browser.
const anew = () => {
  carried.clear();
  kept.names("say.").forEach((name) => kept.set(name, ""));
  leave();
};

const leave = () => {
  ["secret", "mail", "seen", "skipped", "change", "waits", "heard"].forEach((name) => kept.set(name, ""));
  restart(true);
};

// The desk does not know this talk any more: what was not sent begins another one.
const forget = () => {
  kept.set("secret", "");
  if (standing.size) log.insertBefore(make("p", { class: "day" }, say("lost")), bubbles.values().next().value || null);
  restart();
};

// The stream begins from the first line of whatever talk there is now.
const restart = (clean, from = "") => {
  stop();
  if (clean) clearLines();
  standing.clear();
  last = from;
  newest = told = 0;
  showState({});
  note("");
  drawWaiting();
  listen();
};
