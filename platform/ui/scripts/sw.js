// Serves one kind of page without a network: the form at exactly the path that this worker was
// registered for, and built files by their hashed names. Nothing else, and never what is sent.

const PAGES = "offline-pages";
const ASSETS = "offline-assets";
const PATIENCE_MS = 4000;
const HASHED = /-[A-Z0-9]{8}(\.[a-z0-9]+)$/;

async function asset(request, { pathname }) {
  const cache = await caches.open(ASSETS);
  const kept = await cache.match(pathname, { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) {
    const plain = (path) => path.replace(HASHED, "$1");
    for (const old of await cache.keys()) {
      if (plain(new URL(old.url).pathname) === plain(pathname)) await cache.delete(old);
    }
    await cache.put(pathname, answer.clone());
  }
  return answer;
}

async function fetchPage(request, { pathname, search }, cache) {
  const answer = await fetch(request);
  // A redirect leads to the sign-in page: whoever comes now must not see the page of before.
  if (answer.type === "opaqueredirect") await cache.delete(pathname);
  else if (answer.ok && !search) await cache.put(pathname, answer.clone());
  return answer;
}

async function page(event, url) {
  const cache = await caches.open(PAGES);
  const kept = await cache.match(url.pathname, { ignoreVary: true });
  const fresh = fetchPage(event.request, url, cache);
  event.waitUntil(fresh.catch(() => {}));
  if (!kept) return fresh;
  const late = new Promise((done) => setTimeout(done, PATIENCE_MS, kept));
  const sure = fresh.then((answer) => (answer.status >= 500 ? kept : answer), () => kept);
  return Promise.race([sure, late]);
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/assets/") && HASHED.test(url.pathname)) {
    event.respondWith(asset(event.request, url));
  } else if (
    event.request.mode === "navigate" &&
    url.pathname === new URL(self.registration.scope).pathname
  ) {
    event.respondWith(page(event, url));
  }
});
