// Small comforts. Every page works without this file: it only loads, for each element that asks for one with
// data-module, the module of that name. All scripts share one version, so that a browser never mixes two.

const version = new URL(import.meta.url).search;

for (const element of document.querySelectorAll("[data-module]")) {
  for (const name of element.dataset.module.split(" ")) {
    import(`./modules/${name}.js${version}`).then((module) => module.start(element));
  }
}
