// Saves an answer to a comment without leaving it: the three buttons change where they are, and what was saved is said.
// Whatever comes instead of that - a sign-in, a refusal, no connection - the form is sent as if this were not here.

export function start(thread, { page, say }) {
  thread.addEventListener("submit", async (event) => {
    const [form, button] = [event.target, event.submitter];
    if (!form.matches(".vote") || !button || form.dataset.sent) return;
    event.preventDefault();
    form.dataset.sent = "once";
    try {
      const answer = await page(form.action, new URLSearchParams(new FormData(form, button)));
      const fresh = answer.getElementById(form.closest("article").id).querySelector(".vote");
      const pressed = fresh.querySelector(`[value="${button.value}"][aria-pressed="true"]`);
      if (!pressed) throw new Error("Another answer than this one is saved.");
      form.replaceWith(fresh);
      pressed.focus();
      say(answer.querySelector("main [role=status]").textContent);
    } catch {
      form.requestSubmit(button);
    }
  });
}
