// Who signs out, or says that others use this computer too, leaves no text on it (see kept.js): what was typed last is saved with the
// site first, and nothing is kept here on the way out, in other tabs neither.

const PATIENCE = 4000;

export function start(form) {
  form.addEventListener("submit", (event) => {
    if (form.elements.shared && !form.elements.shared.checked) return;
    const saving = [];
    dispatchEvent(new CustomEvent("forget", { detail: saving }));
    for (const name of Object.keys(localStorage)) if (name.startsWith("text:")) localStorage.removeItem(name);
    localStorage.setItem("forget", Date.now());
    localStorage.removeItem("forget");
    if (!saving.length) return;
    event.preventDefault();
    const enough = new Promise((go) => { setTimeout(go, PATIENCE); });
    Promise.race([Promise.allSettled(saving), enough]).then(() => form.submit());
  });
}
