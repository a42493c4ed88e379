// One form at a time: what is typed is kept as a draft, what is sent goes through the queue.

import { say } from "./outbox.js";
import { startPhotos } from "./photos.js";
import { find, forget, keep, newId } from "./store.js";
import { sendWaiting } from "./send.js";

const PAUSE_MS = 400;
const PATIENCE_MS = 20_000;
const LEFT_OUT = new Set(["csrf_token", "record_id"]);

// The form that is open in this page; there is one.
export let current = null;

function collect(form, submitter) {
  const fields = [...new FormData(form)].filter(([name, value]) => {
    const kinds = form.elements[name];
    return typeof value === "string" && name !== "csrf_token" && kinds?.type !== "password";
  });
  if (submitter?.name) fields.push([submitter.name, submitter.value]);
  return fields;
}

function typedIn(fields) {
  return JSON.stringify(fields.filter(([name]) => !LEFT_OUT.has(name)));
}

function fill(form, fields) {
  const values = new Map();
  for (const [name, value] of fields) values.set(name, [...(values.get(name) ?? []), value]);
  for (const element of form.elements) {
    const given = values.get(element.name) ?? [];
    if (!element.name || element.name === "csrf_token" || /file|submit|button|password/.test(element.type)) continue;
    if (/checkbox|radio/.test(element.type)) element.checked = given.includes(element.value);
    else if (element.type === "select-multiple") {
      for (const option of element.options) option.selected = given.includes(option.value);
    } else if (given.length) element.value = given.shift();
  }
}

function titleOf(form, names) {
  const words = names.split(" ").map((name) => {
    const element = form.elements[name];
    return element?.selectedOptions?.[0]?.text ?? element?.value ?? "";
  });
  return words.map((each) => each.trim()).filter(Boolean).join(" · ").slice(0, 120);
}

function entryOf(state, submitter) {
  const { form, wrapper, id, photos } = current;
  const { offline, offlineOwner, offlineTitle, offlineSession, wordsSent } = wrapper.dataset;
  const plain = [...new FormData(form)].filter(([, value]) => typeof value !== "string" && value.name);
  return {
    id,
    state,
    kind: offline,
    owner: offlineOwner,
    title: titleOf(form, offlineTitle || "") || current.title || "",
    when: Date.now(),
    page: location.pathname + location.search,
    action: form.action,
    session: offlineSession,
    words: { sent: wordsSent },
    fields: collect(form, submitter),
    files: [
      ...photos.flatMap((each) => each.files),
      ...plain.map(([name, file]) => [name, file, file.name]),
    ],
  };
}

async function saveDraft() {
  clearTimeout(current.timer);
  if (current.busy) return;
  const entry = entryOf("draft");
  if (typedIn(entry.fields) !== current.served || entry.files.length) {
    current.touched = true;
    await keep(entry);
    current.wrapper.dataset.saved = "yes";
    current.wrapper.querySelector("[data-offline-kept]")?.removeAttribute("hidden");
  } else if (current.touched) {
    current.touched = false;
    await forget(current.id);
  }
}

function saveSoon() {
  current.wrapper.dataset.saved = "no";
  clearTimeout(current.timer);
  current.timer = setTimeout(() => saveDraft().catch(() => say(current.wrapper, "full")), PAUSE_MS);
}

export function saveNow() {
  return current?.timer ? saveDraft().catch(() => {}) : Promise.resolve();
}

function useId(form, id) {
  if (form.elements.record_id) form.elements.record_id.value = id;
}

// Begins to watch a form. `entry` is what it shows; without one it is empty, as the server sent it, and
// gets an id of its own: a page that was kept, or that the browser went back to, brings a used one along.
export function attach(wrapper, form, entry, filled) {
  clearTimeout(current?.timer);
  const served = typedIn(collect(form));
  const id = entry?.id ?? newId();
  if (entry && !filled) fill(form, entry.fields);
  useId(form, id);
  current = { wrapper, form, id, served: filled ? "" : served, touched: Boolean(entry), busy: false, title: entry?.title };
  current.photos = [...form.querySelectorAll("[data-offline-photos]")].map((box) =>
    startPhotos(box, entry?.files ?? [], saveSoon),
  );
  // A page that shows the server's answer may have no field for the photos: they still go along.
  const shown = new Set(current.photos.map((each) => each.name));
  const others = (entry?.files ?? []).filter(([name]) => !shown.has(name));
  current.photos.push({ files: others, ready: Promise.resolve() });
  form.addEventListener("input", saveSoon);
  // Leaving a field keeps it at once: the next moment the phone may be put away.
  form.addEventListener("change", () => {
    saveSoon();
    saveNow();
  });
}

export function replaceMain(html) {
  document.querySelector("#content").innerHTML = html;
  // The scripts of the page start what is new in it.
  document.dispatchEvent(new Event("htmx:after:process"));
}

// Shows the server's answer to an entry as if the page had been sent in the ordinary way.
export function showAnswer(settings, entry) {
  replaceMain(entry.answer);
  const main = document.querySelector("#content");
  let wrapper = main.querySelector("[data-offline]");
  if (!wrapper) {
    // A page of two versions: its own form, in our wrapper without a list.
    wrapper = settings.cloneNode(false);
    wrapper.append(settings.querySelector("[data-offline-kit]").cloneNode(true));
    const form = main.querySelector("form.conflict-form, form[method=post]");
    if (!form) return null;
    form.before(wrapper);
    wrapper.append(form);
  }
  attach(wrapper, wrapper.querySelector("form"), entry, true);
  (main.querySelector(".error-summary") ?? main).focus();
  window.scrollTo(0, 0);
  return wrapper;
}

export async function submit(submitter, begin) {
  if (current.busy) return;
  const { wrapper, form } = current;
  const buttons = form.querySelectorAll("button[type=submit]");
  current.busy = true;
  clearTimeout(current.timer);
  for (const button of buttons) button.setAttribute("aria-disabled", "true");
  say(wrapper, "sending");
  await Promise.all(current.photos.map((each) => each.ready));
  const entry = entryOf("waiting", submitter);
  try {
    await keep(entry);
  } catch {
    current.busy = false;
    for (const button of buttons) button.removeAttribute("aria-disabled");
    return say(wrapper, "full", "", true);
  }
  navigator.storage?.persist?.().catch(() => {});
  // Large photos may take minutes: the form is given back, and the news come when they come.
  const slow = new Promise((done) => setTimeout(done, PATIENCE_MS, { trouble: "sending" }));
  const sending = navigator.onLine ? sendWaiting(entry.id) : { trouble: "later" };
  const outcome = await Promise.race([sending, slow]);
  const kept = await find(entry.id);
  if (kept?.state === "sent") {
    await forget(kept.id);
    return location.assign(kept.location);
  }
  if (kept?.state === "refused" && kept.answer) return begin.answer(kept);
  await begin.again();
  if (outcome.trouble === "sending") sending.then(begin.report, () => {});
  if (kept?.state === "refused") say(begin.wrapper(), "refused", kept.problem, true);
  else say(begin.wrapper(), outcome.trouble === "later" ? "saved" : outcome.trouble || "saved", "", true);
}
