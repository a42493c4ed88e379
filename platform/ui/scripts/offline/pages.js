// Keeps this page and what it is drawn with, so that it opens without a network (sw.js serves it).

const PAGES = "offline-pages";
const ASSETS = "offline-assets";

export async function keepPage(wrapper) {
  if (!("serviceWorker" in navigator)) return;
  const here = location.pathname;
  const account = wrapper.dataset.offlineOwner.split("/")[0];
  await navigator.serviceWorker.register(wrapper.dataset.offlineWorker, { scope: here });
  if (localStorage.offlineOwner !== account) await caches.delete(PAGES);
  localStorage.offlineOwner = account;
  const pages = await caches.open(PAGES);
  if (await pages.match(here)) return;
  const answer = await fetch(here, { credentials: "same-origin", cache: "no-store" });
  if (!answer.ok || answer.redirected) return;
  await pages.put(here, answer);
  const drawn = performance.getEntriesByType("resource").map((each) => new URL(each.name));
  const ours = drawn.filter((each) => each.origin === location.origin && each.pathname.startsWith("/assets/"));
  await (await caches.open(ASSETS)).addAll([...new Set(ours.map((each) => each.pathname))]);
}
