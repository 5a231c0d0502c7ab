// Keeps what is typed into a form: with the site for people who are signed in, else on this device; never there on a shared
// computer. Nothing is sent into the void: where the site does not answer, the page and its text stay.

const PREFIX = "text:";
const PAUSE = 3000;
const PATIENCE = 4000;
const WEEK = 7 * 24 * 60 * 60 * 1000;

// A copy belongs to a person: nobody else is offered it. What was written before signing in goes to whoever signs in.
export function start(form) {
  const offer = form.previousElementSibling;
  const state = form.querySelector(".kept-state");
  const place = new URL(form.action).pathname;
  const family = (owner) => `${PREFIX}${owner}:${place}#`;
  const own = family(form.dataset.owner);
  const words = () => form.elements.body.value.trim();
  const unread = []; // copies that are offered, one after the other
  let mine; // where the copy of this text is, beside those that nobody has read yet
  let timer;
  let lost = "";
  let isNew = false;
  let isSure = false;
  let isForgotten = /(^|; )shared=1/.test(document.cookie);

  const say = (sentence) => { state.textContent = `${lost} ${sentence}`.trim(); };
  const fields = () => [...new FormData(form)].filter(([name]) => name !== "csrf_token");
  const read = (key) => ({ key, ...JSON.parse(localStorage.getItem(key)) });
  const textOf = (kept) => (kept.fields.find(([name]) => name === "body") ?? ["", ""])[1].replaceAll("\r\n", "\n").trim();

  function drop() {
    if (mine) localStorage.removeItem(mine);
    mine = undefined;
  }

  function free() {
    let number = 0;
    while (localStorage.getItem(own + number)) number++;
    return own + number;
  }

  // `isAsked`: the site was asked to keep it too, and nobody is there to hear the answer.
  function keepHere(isAsked = false) {
    if (isForgotten) return false;
    if (!words()) return drop();
    try {
      mine ??= free();
      localStorage.setItem(mine, JSON.stringify({ at: Date.now(), isAsked, fields: fields() }));
      return true;
    } catch {
      return false; // full, or forbidden
    }
  }

  function letter() {
    const all = new URLSearchParams(new FormData(form));
    all.set("at", place);
    return all;
  }

  async function keepThere(keepalive = false) {
    const answer = await fetch(form.dataset.save, { method: "POST", body: letter(), redirect: "manual", keepalive });
    if (answer.status !== 204) throw new Error("not saved");
  }

  async function keep() {
    if (!isNew) return;
    isNew = false;
    if (form.dataset.save) {
      try {
        await keepThere();
        drop();
        return say(words() ? state.dataset.saved : "");
      } catch { /* then here */ }
    }
    if (keepHere()) say(state.dataset.local);
  }

  function leave({ type }) {
    if (!isNew || isForgotten) return;
    isNew = false;
    keepHere(Boolean(form.dataset.save));
    if (!form.dataset.save) return;
    if (type === "pagehide") return void navigator.sendBeacon(form.dataset.save, letter());
    keepThere(true).then(() => { if (!isNew) drop(); }, () => { isNew = true; });
  }

  function changed() {
    isNew = true;
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  }

  // What was typed last is saved with the site before somebody signs out here.
  function forget({ key, detail }) {
    if (detail && isNew && form.dataset.save) detail.push(keepThere());
    else if (!detail && key !== "forget") return;
    isForgotten = true;
    isNew = false;
  }

  function fill(kept) {
    for (const [name, value] of kept.fields) {
      if (name === "quote") form.dispatchEvent(new CustomEvent("quote", { detail: value }));
      const field = form.elements[name];
      if (!field) continue;
      if (field.type === "checkbox") field.checked = true;
      else field.value = value;
      const heard = field instanceof RadioNodeList ? [...field].find((radio) => radio.checked) : field;
      for (const type of ["input", "change"]) heard?.dispatchEvent(new Event(type, { bubbles: true }));
      if (name === "quote" && field.value !== value) lost = state.dataset.lost;
    }
    changed();
    say("");
  }

  // What stands in the form meanwhile is offered in its turn.
  function use(kept) {
    if (words() && words() !== textOf(kept) && keepHere()) unread.push(read(mine));
    localStorage.removeItem(kept.key);
    mine = undefined;
    fill(kept);
    keepHere();
  }

  function answer(choice) {
    const kept = unread.shift();
    if (choice === "use") use(kept);
    else localStorage.removeItem(kept.key);
    offerNext();
    (unread.length ? offer : form.elements.body).focus();
  }

  function offerNext() {
    const [kept] = unread;
    offer.hidden = !kept;
    if (!kept) return;
    const when = offer.querySelector("[data-when]");
    const day = new Date(kept.at).toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
    when.textContent = (kept.isAsked ? when.dataset.asked : when.dataset.when).replace("{when}", day);
    offer.querySelector(".unsent").textContent = textOf(kept);
  }

  function offerBack() {
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
      const kept = read(key);
      const isHere = key.startsWith(own) || key.startsWith(family(""));
      const isSaved = textOf(kept) === form.elements.body.defaultValue.trim() && !("refused" in form.dataset);
      if (Date.now() - kept.at > WEEK || (isHere && isSaved)) localStorage.removeItem(key);
      else if (isHere && textOf(kept) !== words()) unread.push(kept);
      else if (key.startsWith(own)) mine = key;
    }
    unread.sort((one, other) => other.at - one.at);
    offerNext();
  }

  // Whether anybody answers at all; a slow answer is one.
  async function answers() {
    try {
      await fetch("/healthz", { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
      return true;
    } catch (fault) {
      return fault.name === "TimeoutError";
    }
  }

  async function send(event) {
    if (isSure) return;
    event.preventDefault();
    const isHere = keepHere();
    if (!await answers()) return say(isHere ? state.dataset.offline : state.dataset.failed);
    if (isHere) sessionStorage.setItem("sent", mine);
    clearTimeout(timer);
    isNew = false;
    isSure = true;
    form.requestSubmit(event.submitter);
    isSure = false;
  }

  offer.tabIndex = -1;
  for (const button of offer.querySelectorAll("button")) button.addEventListener("click", () => answer(button.dataset.kept));
  form.addEventListener("input", changed);
  form.addEventListener("change", ({ target }) => { if (target.name === "quote") lost = ""; });
  form.addEventListener("submit", send);
  addEventListener("pagehide", leave);
  addEventListener("storage", forget);
  addEventListener("forget", forget);
  document.addEventListener("visibilitychange", (event) => { if (document.hidden) leave(event); });
  if (!isForgotten) offerBack();
}
