// What is wrong with the page as it is laid out now: one sentence each. Runs in the page, asked by the tests.
() => {
  const faults = [];
  const name = (element) => {
    const classes = element.className && typeof element.className === "string" ? "." + element.className.trim().replaceAll(/\s+/g, ".") : "";
    return `<${element.tagName.toLowerCase()}${classes}> “${element.textContent.trim().replaceAll(/\s+/g, " ").slice(0, 50)}”`;
  };
  const root = document.documentElement;
  const scrolls = (element) => ["auto", "scroll"].includes(getComputedStyle(element).overflowX);
  const hidden = (element) => element.closest(".vh, .skip, svg") || !element.checkVisibility({ visibilityProperty: true });
  const inScrollBox = (element) => {
    for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) if (scrolls(box)) return true;
    return false;
  };

  if (root.scrollWidth > innerWidth) {
    const wide = [...document.body.querySelectorAll("*")].filter(
      (element) => !hidden(element) && !inScrollBox(element) && element.getBoundingClientRect().right > innerWidth + 1);
    const inner = wide.filter((element) => ![...element.children].some((child) => wide.includes(child)));
    faults.push(`the page is ${root.scrollWidth} px wide in a window of ${innerWidth} px: ${inner.slice(0, 3).map(name).join(", ")}`);
  }

  for (const button of document.querySelectorAll("button, .btn, summary, .tag, select, nav a, label")) {
    if (hidden(button) || !button.clientWidth) continue;
    const box = button.getBoundingClientRect();
    const cuts = ["hidden", "clip"].includes(getComputedStyle(button).overflowX) || button.tagName === "BUTTON";
    if (cuts && button.scrollWidth > button.clientWidth + 1) faults.push(`${name(button)} is cut off: ${button.scrollWidth} px of text in ${button.clientWidth} px`);
    if (!inScrollBox(button) && (box.right > innerWidth + 1 || box.left < -1)) faults.push(`${name(button)} sticks out of the window`);
    for (const word of texts(button)) {
      if (word.right > box.right + 1 || word.left < box.left - 1 || word.bottom > box.bottom + 2 || word.top < box.top - 2) {
        faults.push(`the words of ${name(button)} stand outside of it`);
        break;
      }
    }
  }
  return [...new Set(faults)];

  // Where the words of an element stand, those that are only heard left out.
  function texts(element) {
    const found = [];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      if (!walker.currentNode.data.trim() || hidden(walker.currentNode.parentElement)) continue;
      const range = document.createRange();
      range.selectNodeContents(walker.currentNode);
      found.push(...[...range.getClientRects()].filter((box) => box.width && box.height));
    }
    return found;
  }
}
