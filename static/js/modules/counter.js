// Says how many characters are left, or too many. Spoken only near the limit and only when typing pauses.

const NEAR = 0.1;
const PAUSE = 1000;

export function start(field) {
  const shown = document.getElementById(field.dataset.count);
  const spoken = document.createElement("span");
  spoken.className = "vh";
  spoken.setAttribute("role", "status");
  shown.after(spoken);

  const limit = Number(field.dataset.limit);
  const lang = document.documentElement.lang;
  const plural = new Intl.PluralRules(lang);
  let timer;

  function sentence(left) {
    const count = Math.abs(left);
    const form = `${left < 0 ? "over" : "left"}${plural.select(count) === "one" ? "One" : "Other"}`;
    return shown.dataset[form].replace("{n}", count.toLocaleString(lang));
  }

  function write() {
    // The server counts a line break as two characters, as browsers send it.
    const left = limit - field.value.length - (field.value.match(/\n/g) ?? []).length;
    shown.textContent = sentence(left);
    shown.classList.toggle("count--over", left < 0);
    clearTimeout(timer);
    timer = setTimeout(() => { spoken.textContent = left < limit * NEAR ? sentence(left) : ""; }, PAUSE);
  }

  field.addEventListener("input", write);
  write();
}
