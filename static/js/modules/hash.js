// The language link keeps the place on the page (the #… part, which a server never sees); the language of the page
// is remembered for the next visit to the bare address of the site.

const YEAR = 365 * 24 * 60 * 60;

export function start(link) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `lang=${document.documentElement.lang.slice(0, 2)}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;

  const keepPlace = () => { link.hash = location.hash; };
  addEventListener("hashchange", keepPlace);
  link.addEventListener("click", keepPlace); // an address can also change without that event
  keepPlace();
}
