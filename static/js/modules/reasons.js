// Asks for reasons only of those whose answer needs some. What is hidden stays filled in, should they change their mind.

export function start(part) {
  const needing = part.dataset.needing.split(" ");
  const answers = part.closest("form").querySelectorAll(`[name="${part.dataset.answer}"]`);

  function show() {
    part.hidden = ![...answers].some((answer) => answer.checked && needing.includes(answer.value));
  }

  for (const answer of answers) answer.addEventListener("change", show);
  show();
}
