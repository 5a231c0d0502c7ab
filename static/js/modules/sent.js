// The site has this text now: what this device kept of it is not needed any more.

export function start(part) {
  localStorage.removeItem(`text:${part.dataset.place}`);
}
