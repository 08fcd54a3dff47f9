// What may be pressed now: the levels, the checklist, consent, "this got worse". It stands below the newest line.
let state = {};
let drawnControls = "";
let pressing = false;

const showState = (now) => {
  state = now;
  menuButton.hidden = !secret();
  if (now.who?.proved && !kept.get("mail")) kept.set("mail", now.who.address);
  caseLine.textContent = now.case ? say(now.closed ? "case_closed" : "case", { number: now.case }) : "";
  drawControls();
  drawWho();
};

const drawControls = () => {
  const json = JSON.stringify(state.controls || {});
  if (json === drawnControls) return;
  drawnControls = json;
  const { levels, facts, consent, worse } = JSON.parse(json);
  const yesNo = consent && [pressable("yes", "", consent.yes), pressable("no", "", consent.no)];
  const held = root.activeElement?.dataset.press;
  controls.replaceChildren(
    ...[
      consent && group(consent.ask, yesNo),
      levels && group(levels.ask, levels.options.map((one) => pressable("level", one.id, one.label, one.chosen))),
      facts && group(facts.ask, facts.options.map((one) => pressable("fact", one.id, one.label))),
      worse && pressable("worse", "", worse),
    ].filter(Boolean),
  );
  // Whoever stood on a button stands on it still; where it is gone, on the message.
  if (held) (find(held) || field).focus();
};

const find = (press) => [...controls.querySelectorAll("button")].find((one) => one.dataset.press === press);

const group = (ask, buttons) =>
  make("div", { role: "group", "aria-label": ask }, make("p", { "aria-hidden": "true" }, ask), ...buttons);

const pressable = (action, choice, label, chosen) => {
  const found = choiceButton(label, () => press(action, choice), chosen);
  found.dataset.press = `${action} ${choice}`;
  if (chosen !== undefined) found.setAttribute("aria-pressed", chosen);
  return found;
};

const press = async (action, choice) => {
  if (pressing) return;
  pressing = true;
  controls.setAttribute("aria-busy", "true");
  const answer = await post("press", { action, choice });
  pressing = false;
  controls.removeAttribute("aria-busy");
  if (answer.state) showState(answer.state);
  note(answer.said || (answer.status === 200 ? "" : say("failed")), answer.status !== 200);
};

// One sentence about what was just done; it is read out.
const note = (said, wrong = false) => {
  notes.classList.toggle("wrong", wrong);
  notes.replaceChildren(said);
};
