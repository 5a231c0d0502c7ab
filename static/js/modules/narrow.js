// On a narrow screen the list of sections starts closed, so that the text comes first.

export function start(box) {
  if (matchMedia("(max-width: 63.99rem)").matches) box.open = false;
}
