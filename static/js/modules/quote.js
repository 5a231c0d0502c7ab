// Lets a reader quote the words they selected in the paragraph: a button after it chooses them in the form, as one more radio button.
// The server counts code points of the plain text. Marks, counts and no-break spaces of the page are not in it, so what counts here
// are the characters that are not white.

const PAUSE = 300; // a tap on the button ends the selection before it is a click

function solid(words) {
  return [...words].filter((character) => !/\s/u.test(character));
}

function shortHash(words) {
  let value = 0x811c9dc5;
  for (const character of words) value = Math.imul(value ^ character.codePointAt(0), 0x01000193) >>> 0;
  return value.toString(16).padStart(8, "0");
}

export function start(box) {
  const block = document.getElementById(box.dataset.block);
  const text = block?.querySelector(".text, .doc-title");
  if (!text) return;
  const plain = [...box.dataset.text];
  const places = plain.flatMap((character, place) => (/\s/u.test(character) ? [] : [place]));
  let chosen;
  let timer;

  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn--secondary btn--s quote-this";
  button.textContent = box.dataset.label;
  button.hidden = true;
  block.append(button);

  function before(node, offset) {
    const range = document.createRange();
    range.setStart(text, 0);
    range.setEnd(node, offset);
    const part = range.cloneContents();
    for (const count of part.querySelectorAll(".quoted-by")) count.remove();
    return solid(part.textContent).length;
  }

  function selected() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return undefined;
    const range = selection.getRangeAt(0);
    const whole = document.createRange();
    whole.selectNodeContents(text);
    // Where typography changed a sign into several, nobody can count: the sentences are still there to choose.
    if (!range.intersectsNode(text) || before(text, text.childNodes.length) !== places.length) return undefined;
    const starts = text.contains(range.startContainer) ? before(range.startContainer, range.startOffset)
      : range.compareBoundaryPoints(Range.START_TO_START, whole) < 0 ? 0 : places.length;
    const ends = text.contains(range.endContainer) ? before(range.endContainer, range.endOffset)
      : range.compareBoundaryPoints(Range.END_TO_END, whole) > 0 ? places.length : 0;
    if (starts >= ends) return undefined;
    const [first, last] = [places[starts], places[ends - 1] + 1];
    const words = plain.slice(first, last).join("");
    return { words, value: `${box.dataset.lang}:${first}-${last}:${shortHash(words)}` };
  }

  // A discussion in place that was put away takes its button along; put back, it makes it anew.
  function isGone() {
    if (!box.isConnected) button.remove();
    else if (!button.isConnected) block.append(button);
    return !box.isConnected;
  }

  function look() {
    if (isGone()) return;
    if (document.activeElement === button) return;
    chosen = selected();
    button.hidden = !chosen;
  }

  function radioFor({ words, value }) {
    const choices = box.querySelectorAll("input[type=radio]");
    const found = [...choices].find((choice) => choice.value === value);
    if (found) return found;
    const label = choices[0].closest("label").cloneNode(true);
    const radio = label.querySelector("input");
    radio.id = `${choices[0].id}-${choices.length}`;
    radio.value = value;
    label.querySelector("span").textContent = words;
    if (text.lang) label.querySelector("span").lang = text.lang;
    choices[0].closest("label").parentElement.append(label);
    return radio;
  }

  function choose() {
    if (isGone()) return;
    const radio = radioFor(chosen);
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
    box.open = true;
    radio.focus();
    getSelection().removeAllRanges();
    button.hidden = true;
  }

  // A text is taken back (see kept.js) with the words it quotes, if they still stand here.
  function bringBack({ detail }) {
    const [, lang, first, last, hash] = /^(\w+):(\d+)-(\d+):(\w+)$/.exec(detail) ?? [];
    const words = plain.slice(first, last).join("");
    if (lang !== box.dataset.lang || shortHash(words) !== hash) return;
    radioFor({ words, value: detail });
    box.open = true;
  }

  // The selection stays while the button is pressed.
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", choose);
  box.closest("form").addEventListener("quote", bringBack);
  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
  look(); // somebody may have been faster than this file
}
