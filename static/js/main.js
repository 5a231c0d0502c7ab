// Small comforts. Every page works without this file: it only loads, for each element that asks for one with
// data-module, the module of that name. All scripts share one version, so that a browser never mixes two.

const version = new URL(import.meta.url).search;
const PATIENCE = 15000;

// What a module may ask of this page: start the modules of a part that came later, fetch another page, say something.
const tools = { begin, page, say };
let spoken;

function begin(part) {
  const found = [...part.querySelectorAll("[data-module]")];
  for (const element of part.dataset?.module ? [part, ...found] : found) {
    for (const name of element.dataset.module.split(" ")) {
      import(`./modules/${name}.js${version}`).then((module) => module.start(element, tools));
    }
  }
}

// A page of this site, read by the browser's own parser; the promise fails on any answer but 200. With `sent`, by POST.
function page(address, sent) {
  return new Promise((take, refuse) => {
    const request = new XMLHttpRequest();
    request.open(sent ? "POST" : "GET", address);
    request.responseType = "document";
    request.timeout = PATIENCE;
    request.onload = () => (request.status === 200 && request.response ? take(request.response) : refuse(request));
    request.onerror = request.ontimeout = () => refuse(request);
    request.send(sent);
  });
}

// Heard once, by those who listen to the page.
function say(words) {
  if (!spoken) {
    spoken = document.createElement("p");
    spoken.className = "vh";
    spoken.setAttribute("role", "status");
    document.getElementById("main").append(spoken);
  }
  spoken.textContent = "";
  setTimeout(() => { spoken.textContent = words; }, 100);
}

begin(document);
