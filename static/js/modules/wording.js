// The box for other words: there for whoever suggests something, with what they change in the text while they type.

const MOST = 1_000_000; // pairs of words; a longer comparison would hold up the typing
const PAUSE = 300; // milliseconds

export function start(part) {
  const box = part.querySelector("textarea");
  const shown = part.querySelector(".diff");
  const kinds = part.closest("form").querySelectorAll('[name="kind"]');
  const before = words(part.dataset.original);
  let waiting;

  function offer() {
    const suggests = [...kinds].some((kind) => kind.checked && kind.value === "suggestion");
    part.hidden = !suggests && box.value.trim() === part.dataset.original;
    if (!part.hidden) part.open = true;
  }

  function compare() {
    const after = words(box.value);
    const same = after.join(" ") === before.join(" ") || !after.length || before.length * after.length > MOST;
    shown.parentElement.hidden = same;
    shown.replaceChildren(...(same ? [] : changed(before, after).flatMap(([tag, run]) => [piece(tag, run.join(" ")), " "])));
  }

  function piece(tag, text) {
    if (!tag) return text;
    const element = document.createElement(tag);
    const heard = document.createElement("span");
    heard.className = "vh";
    heard.lang = document.documentElement.lang;
    heard.textContent = `${tag === "del" ? part.dataset.removed : part.dataset.added} `;
    element.append(heard, text);
    return element;
  }

  for (const kind of kinds) kind.addEventListener("change", offer);
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(compare, PAUSE);
  });
  offer();
  compare();
}

function words(text) {
  return text.normalize("NFC").split(/\s+/).filter(Boolean);
}

// The longest words that both have in common stay; the others were removed, or are added.
function changed(before, after) {
  const common = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      common[i][j] = before[i] === after[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
    }
  }
  const runs = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    const stays = i < before.length && before[i] === after[j];
    const tag = stays ? "" : j === after.length || (i < before.length && common[i + 1][j] >= common[i][j + 1]) ? "del" : "ins";
    if (runs.at(-1)?.[0] !== tag) runs.push([tag, []]);
    runs.at(-1)[1].push(tag === "del" ? before[i] : after[j]);
    if (tag !== "ins") i++;
    if (tag !== "del") j++;
  }
  return runs;
}
