// <input data-buddhist-date> is a text field for 15/12/2569. This adds two comforts:
// the slashes appear while digits are typed, and <button data-today-for="id" hidden> becomes
// visible and fills in the day of Bangkok.

const started = new WeakSet();

function today() {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: "Asia/Bangkok",
    day: "2-digit",
    month: "2-digit",
    year: "numeric",
  }).formatToParts(new Date());
  const part = (type) => parts.find((each) => each.type === type).value;
  return `${part("day")}/${part("month")}/${Number(part("year")) + 543}`;
}

function addSlashes(event) {
  const field = event.target;
  if (event.inputType !== "insertText" || field.selectionStart !== field.value.length) return;
  if (/^\d{2}$/.test(field.value) || /^\d{1,2}\/\d{2}$/.test(field.value)) field.value += "/";
}

export function startDates() {
  for (const field of document.querySelectorAll("input[data-buddhist-date]")) {
    if (started.has(field)) continue;
    started.add(field);
    field.addEventListener("input", addSlashes);
  }
  for (const button of document.querySelectorAll("[data-today-for]")) {
    if (started.has(button)) continue;
    started.add(button);
    button.hidden = false;
    button.addEventListener("click", () => {
      const field = document.getElementById(button.dataset.todayFor);
      field.value = today();
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
  }
}
