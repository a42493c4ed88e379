// The list of what is kept for one owner, and the line that tells what happens. All words are the page's.

import { everything, forget } from "./store.js";

function moment(when) {
  const language = document.documentElement.lang === "en" ? "en-GB" : "th-TH";
  const shown = new Date(when).toLocaleString(`${language}-u-ca-buddhist-nu-latn`, {
    timeZone: "Asia/Bangkok",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
  return language === "th-TH" ? shown.replace(":", ".") : shown;
}

// A button that destroys asks by its own words and acts on the second press.
function askTwice(button, act) {
  const words = button.querySelector("[data-words]");
  const first = words.textContent;
  button.addEventListener("click", () => {
    if (button.dataset.asked) return act();
    button.dataset.asked = "yes";
    button.classList.add("btn-danger");
    words.textContent = button.dataset.again;
  });
  button.addEventListener("blur", () => {
    delete button.dataset.asked;
    button.classList.remove("btn-danger");
    words.textContent = first;
  });
}

function row(wrapper, entry, openEntry) {
  const item = wrapper.querySelector("template[data-offline-row]").content.cloneNode(true);
  for (const badge of item.querySelectorAll("[data-state]")) {
    if (badge.dataset.state !== entry.state) badge.remove();
  }
  for (const button of item.querySelectorAll("[data-for]")) {
    if (!button.dataset.for.split(" ").includes(entry.state)) button.remove();
  }
  const title = item.querySelector("[data-title]");
  title.textContent = entry.title || wrapper.dataset.untitled;
  title.id = `entry-${entry.id}`;
  for (const each of item.querySelectorAll("button, a")) each.setAttribute("aria-describedby", title.id);
  item.querySelector("[data-when]").textContent = moment(entry.when);
  const problem = item.querySelector("[data-problem]");
  if (entry.state === "refused" && entry.problem) problem.textContent = entry.problem;
  else problem.remove();
  const link = item.querySelector("a");
  if (link) link.href = entry.location;
  for (const button of item.querySelectorAll("[data-open]")) {
    button.addEventListener("click", () => openEntry(entry));
  }
  for (const button of item.querySelectorAll("[data-delete]")) {
    askTwice(button, () => {
      const place = wrapper.querySelector("[data-offline-status]");
      forget(entry.id).then(() => place.focus());
    });
  }
  return item;
}

export async function showOutbox(wrapper, current, openEntry) {
  const owner = wrapper.dataset.offlineOwner;
  const mine = (await everything()).filter((each) => each.owner === owner && each.id !== current);
  const list = wrapper.querySelector("[data-offline-list]");
  const mark = JSON.stringify(mine.map(({ id, state, when }) => [id, state, when]));
  if (list.dataset.mark !== mark) {
    list.dataset.mark = mark;
    list.replaceChildren(...mine.map((entry) => row(wrapper, entry, openEntry)));
  }
  const waiting = mine.some((entry) => entry.state === "waiting");
  wrapper.querySelector("[data-offline-outbox]").hidden = !mine.length;
  wrapper.querySelector("[data-offline-send]").hidden = !waiting;
  return waiting;
}

// Says one of the sentences that the page brought along; `more` follows it.
export function say(wrapper, name, more = "", focus = false) {
  const place = wrapper.querySelector("[data-offline-status]");
  for (const each of place.querySelectorAll("[data-say]")) {
    each.hidden = each.dataset.say !== name;
    const rest = each.querySelector("[data-more]");
    if (rest) rest.textContent = more;
  }
  if (!focus) return;
  place.focus();
  place.scrollIntoView({ block: "center" });
}
