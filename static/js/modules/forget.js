// Who signs out, or says that others use this computer too, leaves no text on it (see kept.js).

export function start(form) {
  form.addEventListener("submit", () => {
    if (form.elements.shared && !form.elements.shared.checked) return;
    for (const name of Object.keys(localStorage)) if (name.startsWith("text:")) localStorage.removeItem(name);
  });
}
