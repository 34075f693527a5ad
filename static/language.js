// Runs before the first paint, in a site without a server, which would choose the language: goes on to the page in the one
// that the address asks for, else the visitor's first that the site has.
(() => {
  const links = /** @type {NodeListOf<HTMLLinkElement>} */ (document.querySelectorAll("link[rel=alternate][hreflang]"));
  const pages = new Map([...links].map(({ hreflang, href }) => [hreflang, href]));
  const here = new URL(location.href);
  const asked = [here.searchParams.get("lang") ?? "", ...navigator.languages];
  const wanted = asked.map((name) => name.toLowerCase().split("-")[0]).find((name) => pages.has(name));
  if (!wanted || wanted === document.documentElement.lang) return;
  const there = new URL(/** @type {string} */ (pages.get(wanted)));
  here.searchParams.set("lang", wanted);
  there.search = here.search;
  there.hash = here.hash;
  location.replace(there);
})();
