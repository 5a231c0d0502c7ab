// Shows a choice of light or dark at once; the form still sends it, and the server remembers it.

export function start(form) {
  form.addEventListener("change", (event) => {
    if (event.target.name !== "theme") return;
    if (event.target.value === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = event.target.value;
  });
}
