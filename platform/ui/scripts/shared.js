// What every page does for those who work without a network (offline.js), in a few lines:
// it sends what waits, and lets nobody see pages that were kept for somebody else.
//
//   <body data-account="...">   who is signed in; "" on a page that knows that nobody is
//   <script data-offline-script="...">   the address of offline.js

function forgetPages() {
  if (localStorage.offlineOwner === undefined) return;
  caches.delete("offline-pages");
  delete localStorage.offlineOwner;
}

export function startShared(script) {
  const { account } = document.body.dataset;
  try {
    const owner = localStorage.offlineOwner;
    if (account !== undefined && owner !== account) forgetPages();
    document.addEventListener("submit", (event) => {
      if (event.target.matches("[data-sign-out]")) forgetPages();
    });
    const waiting = (localStorage.offlineWaiting ?? "").split(" ");
    if (!account || !waiting.includes(account) || document.querySelector("[data-offline]")) return;
    const sender = document.createElement("script");
    sender.src = script;
    document.head.append(sender);
  } catch {
    // This browser keeps nothing: there is nothing to send and nothing to forget.
  }
}
