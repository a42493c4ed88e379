// A form that works with a bad connection (the macros and all words are in ui/offline.html):
// what is typed is kept in this browser, what is sent waits in a queue until it has arrived.
// On pages without such a form this script only sends what waits; app.js loads it there when needed.

import { attach, current, replaceMain, saveNow, showAnswer, submit } from "./offline/form.js";
import { say, showOutbox } from "./offline/outbox.js";
import { keepPage } from "./offline/pages.js";
import { sendWaiting, takeBack } from "./offline/send.js";
import { everything, find, news } from "./offline/store.js";

const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 15 * 60_000;

let pristine = "";
let failures = 0;
let timer = 0;

const wrapperNow = () => document.querySelector("[data-offline]");

async function redraw() {
  const wrapper = wrapperNow();
  if (wrapper) await showOutbox(wrapper, current?.id, openEntry);
}

// An empty form for the next record, as the server sent the page; its id is a new one.
async function again() {
  replaceMain(pristine);
  attach(wrapperNow(), wrapperNow().querySelector("form"));
  await redraw();
}

async function answer(entry) {
  showAnswer(wrapperNow(), entry);
  await redraw();
}

async function openEntry({ id, page }) {
  if (page !== location.pathname + location.search) return location.assign(`${page}#entry=${id}`);
  await saveNow();
  const entry = await takeBack(id, wrapperNow().dataset.offlineOwner);
  if (!entry) return say(wrapperNow(), "sending", "", true);
  if (entry.answer) return answer(entry);
  replaceMain(pristine);
  const wrapper = wrapperNow();
  const form = wrapper.querySelector("form");
  attach(wrapper, form, entry);
  await redraw();
  form.querySelector("input:not([type=hidden], [type=file]), select, textarea")?.focus();
}

// On a page without the list the news stand where the page's own notices stand.
function notify({ sent, refused }) {
  const place = document.querySelector(".notices");
  for (const entry of place ? [...sent, ...refused] : []) {
    const notice = document.createElement("div");
    const link = document.createElement("a");
    notice.className = `notice tone-${entry.state === "sent" ? "success" : "warning"}`;
    link.href = entry.location ?? `${entry.page}#entry=${entry.id}`;
    link.textContent = [entry.words[entry.state], entry.title].filter(Boolean).join(": ");
    notice.append(link);
    place.append(notice);
  }
}

async function report(outcome, pressed = false) {
  const wrapper = wrapperNow();
  if (!wrapper) return notify(outcome);
  const mine = (entry) => entry.owner === wrapper.dataset.offlineOwner;
  const name = ["refused", "sent"].find((each) => outcome[each].some(mine));
  const waits = await showOutbox(wrapper, current?.id, openEntry);
  if (name) say(wrapper, name, outcome[name].filter(mine).map((each) => each.title).join(", "));
  else if (waits && (pressed || outcome.trouble !== "later")) {
    say(wrapper, outcome.trouble === "later" ? "saved" : outcome.trouble);
  }
}

async function flush(pressed = false) {
  clearTimeout(timer);
  if (!(await everything()).some((entry) => entry.state === "waiting")) return;
  const outcome = navigator.onLine ? await sendWaiting() : { sent: [], refused: [], trouble: "later" };
  failures = outcome.trouble === "later" ? failures + 1 : 0;
  await report(outcome, pressed);
  if (outcome.trouble !== "later") return;
  timer = setTimeout(flush, Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS));
}

async function startForm(wrapper) {
  const copy = document.querySelector("#content").cloneNode(true);
  copy.querySelector(".notices")?.replaceChildren();
  pristine = copy.innerHTML;
  attach(wrapper, wrapper.querySelector("form"));
  await redraw();
  if (!navigator.onLine) say(wrapper, "offline");
  const asked = /^#entry=([0-9a-f-]{36})$/.exec(location.hash)?.[1];
  const entry = asked && (await find(asked, wrapper.dataset.offlineOwner));
  if (asked) history.replaceState(null, "", location.pathname + location.search);
  if (entry) await openEntry(entry);
}

async function start() {
  await everything();
  const wrapper = wrapperNow();
  if (wrapper?.querySelector("form")) await startForm(wrapper);
  document.addEventListener("submit", (event) => {
    if (!current || event.target !== current.form) return;
    event.preventDefault();
    // Whatever goes wrong, the entry is in the list already: the page begins anew.
    submit(event.submitter, { again, answer, report, wrapper: wrapperNow }).catch(() => location.reload());
  }, true);
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-offline-send]")) flush(true);
  });
  document.addEventListener("offline:changed", redraw);
  news?.addEventListener("message", redraw);
  window.addEventListener("online", () => flush());
  window.addEventListener("offline", () => wrapperNow() && say(wrapperNow(), "offline"));
  window.addEventListener("pagehide", saveNow);
  // Back to a page whose form has been sent: an empty one takes its place.
  window.addEventListener("pageshow", (event) => event.persisted && current?.busy && location.reload());
  document.addEventListener("visibilitychange", () => (document.hidden ? saveNow() : flush()));
  document.documentElement.dataset.offlineReady = "yes";
  await flush();
  if (wrapper?.dataset.offlineWorker) await keepPage(wrapper);
}

// Where the browser keeps nothing (a private window), the form is an ordinary form.
start().catch(() => {});
