// What is wrong with the focus as it is now: '' where a person can see what has it. Runs in the page, asked by the tests.
() => {
  const element = document.activeElement;
  if (!element || element === document.body) return "nothing has the focus";
  const name = `<${element.tagName.toLowerCase()}> “${(element.textContent || element.getAttribute("name") || "").trim().slice(0, 50)}”`;
  const box = element.getBoundingClientRect();
  const x = (box.left + box.right) / 2;
  const y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
  if (!box.width || !box.height || box.bottom <= 0 || box.top >= innerHeight || x < 0 || x > innerWidth) return `${name} has the focus outside of the window`;
  const shows = (above) => above && (element.contains(above) || above.contains(element) || above.closest("label")?.control === element);
  // Its middle, or at least where its text begins: a tall field may reach under a bar at the edge.
  const above = document.elementFromPoint(x, y);
  if (!shows(above) && !shows(document.elementFromPoint(box.left + 12, box.top + 12))) return `${name} has the focus under <${above?.tagName.toLowerCase()}>`;
  const marked = [element, element.closest("label")].some((part) => {
    if (!part) return false;
    const style = getComputedStyle(part);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  });
  return marked || element.matches("main, h1, h2, [role=alert]") ? "" : `${name} has the focus, and nothing shows it`;
}
