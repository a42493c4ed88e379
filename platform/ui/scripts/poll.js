// Offers newer content and never swaps it in by itself (the macro is ui/live.html: follow).
//
//   <div data-poll-url="/d/x/pulse" data-poll-seconds="30" data-poll-etag='"abc"'>
//     <p class="poll-notice" role="status" hidden>... <a href="">show</a></p>
//   </div>
//
// The address answers 304 while nothing changed, or 200/204 with a new ETag. Without data-poll-etag
// the first answer sets the mark. The header X-Poll: 1 tells the server that no person asked.
// Polling rests while the page is hidden and ends once news is offered or the session is gone.

const started = new WeakSet();

function follow(element) {
  const seconds = Math.max(5, Number(element.dataset.pollSeconds) || 30);
  const notice = element.querySelector(".poll-notice");
  let mark = element.dataset.pollEtag || "";
  let failures = 0;
  let timer = 0;

  async function ask() {
    const headers = { "X-Poll": "1" };
    if (mark) headers["If-None-Match"] = mark;
    const answer = await fetch(element.dataset.pollUrl, {
      headers,
      cache: "no-store",
      credentials: "same-origin",
      redirect: "manual",
    });
    if (answer.status === 304) return true;
    if (!answer.ok) return answer.status >= 500;
    const found = answer.headers.get("ETag") || "";
    if (mark && found && found !== mark) {
      // The status region must exist before its words come, or they are not read aloud.
      notice.hidden = false;
      return false;
    }
    mark = mark || found;
    return true;
  }

  function plan() {
    clearTimeout(timer);
    if (!element.isConnected || document.hidden) return;
    const wait = seconds * 1000 * 2 ** Math.min(failures, 4);
    timer = setTimeout(async () => {
      let again = true;
      try {
        again = await ask();
        failures = 0;
      } catch {
        failures += 1;
      }
      if (again) plan();
      else document.removeEventListener("visibilitychange", plan);
    }, wait);
  }

  document.addEventListener("visibilitychange", plan);
  plan();
}

export function startPolls() {
  for (const element of document.querySelectorAll("[data-poll-url]")) {
    if (started.has(element)) continue;
    started.add(element);
    follow(element);
  }
}
