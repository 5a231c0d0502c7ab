// Opens the discussion of a block in place: beside the block on a wide screen, under it on a phone. What is shown is the page
// of the discussion itself. The address ends in #b05-thread meanwhile: Back closes, a reload opens it again, and both give
// back what was typed, as long as the page stands. Whatever fails, the link is followed as if this were not here.

const THREAD = /^#([a-z]\d+)-thread$/;

export function start(text, { begin, page, say }) {
  const base = text.dataset.base;
  const kept = new Map(); // the discussions opened so far
  const ways = new Map(); // the link that opened each of them last
  let open = null;
  let asked = ""; // the one that was asked for last

  const keyOf = (link) => link.getAttribute("href")?.startsWith(base) && !link.closest(".thread") ? link.pathname.slice(base.length) : "";
  const linksTo = (key) => [...text.querySelectorAll(`a[href^="${base}"]`)].filter((link) => keyOf(link) === key);
  const expand = (key, state) => { for (const link of linksTo(key)) link.setAttribute("aria-expanded", state); };

  async function show(key, link, { isNew = false } = {}) {
    asked = key;
    const isFirst = !kept.has(key);
    try {
      if (isFirst) kept.set(key, assemble(await page(link.href), key, link));
    } catch {
      if (asked === key) location.assign(link.href);
      return;
    }
    if (asked !== key) return;
    const before = open;
    if (before) putAway();
    if (isNew) remember(key, before);
    const block = link.closest("li, #text > *");
    const section = kept.get(key);
    if (block.matches("li")) block.append(section);
    else block.after(section);
    if (isFirst) begin(section);
    block.classList.add("is-open");
    open = { key, link, block, section };
    ways.set(key, link);
    expand(key, true);
    if (section.offsetHeight < innerHeight) section.scrollIntoView({ block: "nearest" });
    section.querySelector("h2").focus();
    say(text.dataset.opened);
  }

  // One step back closes, however many discussions were opened one after the other.
  function remember(key, before) {
    if (before) return history.replaceState(history.state, "", `#${key}-thread`);
    history.replaceState({ isText: true }, "");
    return history.pushState({ isThread: true }, "", `#${key}-thread`);
  }

  function assemble(found, key, link) {
    const part = (selector) => found.querySelector(selector);
    const [section, heading] = [part("#thread"), part("#thread-h")];
    heading.replaceChildren(...part("h1").childNodes);
    const close = () => text.querySelector("template").content.firstElementChild.cloneNode(true);
    const [head, title, count] = ["div", "div", "p"].map((tag) => document.createElement(tag));
    head.className = "thread-head";
    count.append(...(part(".page-head .meta li:last-child")?.childNodes ?? []));
    title.append(heading, count);
    head.append(title, close());
    section.prepend(head, ...found.querySelectorAll(".thread-page > :is(.own, .earlier)"));
    const form = part("#add");
    if (form) {
      section.append(form);
      form.append(close());
    }
    section.id = `${key}-thread`;
    section.classList.add("thread--here");
    for (const lower of section.querySelectorAll("h2:not(#thread-h)")) demote(lower);
    // A form without an address of its own is sent to the page that it came from.
    for (const form of section.querySelectorAll("form:not([action])")) form.action = link.pathname;
    return section;
  }

  function demote(heading) {
    const lower = document.createElement("h3");
    lower.id = heading.id;
    lower.tabIndex = -1;
    lower.append(...heading.childNodes);
    heading.replaceWith(lower);
  }

  function putAway() {
    open.block.classList.remove("is-open");
    open.section.remove();
    expand(open.key, false);
    open = null;
  }

  function close() {
    if (history.state?.isThread) return history.back(); // and `follow` does the rest
    history.replaceState({ isText: true }, "", location.pathname + location.search);
    return follow();
  }

  // The address says what is open.
  function follow() {
    const key = THREAD.exec(location.hash)?.[1];
    const link = ways.get(key) ?? linksTo(key)[0];
    if (link && key !== open?.key) show(key, link);
    if (key) return;
    asked = "";
    const closed = open?.link;
    if (open) putAway();
    if (history.state?.isText) closed?.focus();
  }

  text.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const key = keyOf(link);
    const inside = link.closest(".thread") && link.hash && link.getAttribute("href") === link.hash;
    if (!key && !inside) return;
    event.preventDefault();
    if (link.matches(".close") || (key && key === open?.key)) close();
    else if (key) show(key, link, { isNew: true });
    else document.getElementById(link.hash.slice(1))?.focus();
  });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && open && !event.defaultPrevented && !event.isComposing) close();
  });
  addEventListener("popstate", follow);
  for (const link of text.querySelectorAll(`a[href^="${base}"]`)) link.setAttribute("aria-expanded", false);
  follow();
}
