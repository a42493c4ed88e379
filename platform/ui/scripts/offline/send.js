// Sends what waits, one after another and from one page at a time, however many are open.

import { accountOf, everything, find, keep } from "./store.js";

const LOCK = "offline-outbox";
const ASK_MS = 15_000;
const SEND_MS = 120_000;
const SEND_FILE_MS = 30_000;
const LATER = new Set([408, 425, 429]);

async function request(address, milliseconds, options) {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), milliseconds);
  try {
    const answer = await fetch(address, {
      credentials: "same-origin",
      cache: "no-store",
      redirect: "manual",
      signal: control.signal,
      ...options,
    });
    return { answer, text: await answer.text() };
  } finally {
    clearTimeout(timer);
  }
}

// Who is signed in now, and a token that is valid now.
async function ask(entry) {
  const { answer, text } = await request(entry.session, ASK_MS, {});
  if (!answer.ok) throw new Error(String(answer.status));
  return JSON.parse(text);
}

function partOf(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const main = page.querySelector("#content");
  const said = main?.querySelectorAll(".error-summary li");
  const heading = main?.querySelector(".notice-title, h1");
  const problem = said?.length ? [...said].map((each) => each.textContent.trim()).join(" · ") : "";
  return { main: main?.innerHTML ?? "", problem: problem || heading?.textContent.trim() || "" };
}

async function send(entry, token) {
  const body = new FormData();
  for (const [name, text] of entry.fields) body.append(name, text);
  body.set("csrf_token", token);
  for (const [name, blob, fileName] of entry.files) body.append(name, blob, fileName);
  const headers = { "X-Offline": "1" };
  const patience = SEND_MS + SEND_FILE_MS * entry.files.length;
  const { answer, text } = await request(entry.action, patience, { method: "POST", body, headers });
  if (answer.ok) {
    const location = answer.headers.get("Location") || entry.page;
    return { id: entry.id, owner: entry.owner, title: entry.title, words: entry.words, state: "sent", when: Date.now(), location };
  }
  if (answer.status === 401) return "signed-out";
  if (answer.type === "opaqueredirect" || answer.status >= 500 || LATER.has(answer.status)) return "later";
  const { main, problem } = partOf(text);
  const isPage = answer.status === 422 || answer.status === 409;
  return { ...entry, state: "refused", problem, answer: isPage ? main : "" };
}

async function sendInTurn(only) {
  const outcome = { sent: [], refused: [], trouble: "" };
  const entries = (await everything()).filter((entry) => entry.state === "waiting");
  for (const { id } of entries.reverse()) {
    if (only && id !== only) continue;
    const entry = await find(id);
    if (entry?.state !== "waiting") continue;
    try {
      const { account, token } = await ask(entry);
      // Never in the session of somebody else; nobody's session sends nobody's entries (the gallery).
      let result = account === accountOf(entry) ? await send(entry, token) : "";
      if (!result) result = account ? "other-person" : "signed-out";
      if (typeof result === "string") outcome.trouble = result;
      else {
        await keep(result);
        outcome[result.state].push(result);
      }
    } catch {
      outcome.trouble = "later";
    }
    if (outcome.trouble === "later") break;
  }
  return outcome;
}

// Takes an entry out of the queue to be changed; null while it is on its way.
export function takeBack(id, owner) {
  const act = async (lock) => {
    const entry = lock === null ? null : await find(id, owner);
    if (entry?.state !== "waiting") return entry?.state === "sent" ? null : entry;
    const draft = { ...entry, state: "draft" };
    await keep(draft);
    return draft;
  };
  return navigator.locks ? navigator.locks.request(LOCK, { ifAvailable: true }, act) : act();
}

// Sends all that waits, or only one; tells what came of it.
export function sendWaiting(only) {
  const act = () => sendInTurn(only);
  return navigator.locks ? navigator.locks.request(LOCK, act) : act();
}
