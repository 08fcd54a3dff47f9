// Files that go with the next message: chosen, pasted or dropped; of the kinds and the size that the desk takes.
let chosen = [];

const choose = (files) => {
  for (const file of files) {
    const wrong = whyNot(file);
    if (wrong) note(say(wrong, { name: file.name, types: words.file_types.join(", "), most: words.largest_file / 1e6 }), true);
    else chosen.push(file);
  }
  drawChosen();
};

const whyNot = ({ name, size }) => {
  if (!words.file_types.includes(name.split(".").pop().toLowerCase())) return "wrong_type";
  return chosen.reduce((sum, file) => sum + file.size, size) > words.largest_file ? "too_large" : "";
};

const drawChosen = () => {
  chips.replaceChildren(
    ...chosen.map((file) =>
      make("li", {}, make("span", {}, file.name), iconButton("close", say("take_off", { name: file.name }), () => takeOff(file))),
    ),
  );
};

const takeOff = (file) => {
  chosen = chosen.filter((other) => other !== file);
  drawChosen();
  field.focus();
};

const filesAreTaken = () => words.file_types?.length && words.largest_file;

const takeDropped = (event, carrier) => {
  if (!filesAreTaken() || !carrier?.files.length) return;
  event.preventDefault();
  choose(carrier.files);
};
