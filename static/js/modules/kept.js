// Keeps what is typed into a form: with the site for people who are signed in, else on this device; never there on a shared
// computer. Nothing is sent into the void: where the site does not answer, the page and its text stay.

const PREFIX = "text:";
const PAUSE = 3000;
const PATIENCE = 4000;
const WEEK = 7 * 24 * 60 * 60 * 1000;

export function start(form) {
  const offer = form.previousElementSibling;
  const state = form.querySelector(".kept-state");
  const shared = /(^|; )shared=1/.test(document.cookie);
  const place = new URL(form.action).pathname;
  const words = () => form.elements.body.value.trim();
  let timer;
  let isNew = false;
  let isSure = false;

  const say = (sentence) => { state.textContent = sentence; };
  const fields = () => [...new FormData(form)].filter(([name]) => name !== "csrf_token");
  const drop = () => localStorage.removeItem(PREFIX + place);

  function keepHere() {
    if (shared || !words()) return false;
    try {
      localStorage.setItem(PREFIX + place, JSON.stringify({ at: Date.now(), fields: fields() }));
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

  async function keepThere() {
    const answer = await fetch(form.dataset.save, { method: "POST", body: letter(), redirect: "manual" });
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
    if (offer.hidden && keepHere()) say(state.dataset.local);
  }

  function leave() {
    if (!isNew) return;
    isNew = false;
    keepHere();
    if (form.dataset.save) navigator.sendBeacon(form.dataset.save, letter());
  }

  function changed() {
    isNew = true;
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  }

  function fill(kept) {
    for (const [name, value] of kept.fields) {
      const field = form.elements[name];
      if (!field) continue;
      if (field.type === "checkbox") field.checked = true;
      else field.value = value;
    }
    changed();
    form.elements.body.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function close() {
    offer.hidden = true;
    form.elements.body.focus();
  }

  function offerBack() {
    const kept = JSON.parse(localStorage.getItem(PREFIX + place));
    if (!kept) return;
    const text = (kept.fields.find(([name]) => name === "body") ?? ["", ""])[1].replaceAll("\r\n", "\n").trim();
    if (Date.now() - kept.at > WEEK) return drop();
    if (text === words()) return;
    const when = offer.querySelector("[data-when]");
    const day = new Date(kept.at).toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
    when.textContent = when.dataset.when.replace("{when}", day);
    offer.querySelector(".unsent").textContent = text;
    offer.querySelector("[data-kept=use]").addEventListener("click", () => { fill(kept); close(); });
    offer.querySelector("[data-kept=drop]").addEventListener("click", () => { drop(); close(); });
    offer.hidden = false;
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
    clearTimeout(timer);
    isNew = false;
    isSure = true;
    form.requestSubmit(event.submitter);
    isSure = false;
  }

  form.addEventListener("input", changed);
  form.addEventListener("submit", send);
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => { if (document.hidden) leave(); });
  if (!shared) offerBack();
}
