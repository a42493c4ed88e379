// <form data-guard>          asks before a page with unsaved changes is left.
// <form method="post">       its buttons rest after the first press, so nothing is sent twice.
// An error summary takes the focus when the page opens (it has tabindex="-1").

const started = new WeakSet();
let leaving = false;

function isChanged(form) {
  return form.dataset.changed === "yes";
}

function rest(form, pressed) {
  for (const button of form.querySelectorAll("button, input[type=submit]")) {
    button.setAttribute("aria-disabled", "true");
  }
  form.dataset.sending = "yes";
  const words = pressed?.dataset.sending;
  if (words) pressed.querySelector("[data-words]").textContent = words;
}

function wake(form) {
  delete form.dataset.sending;
  for (const button of form.querySelectorAll("[aria-disabled=true]")) {
    button.removeAttribute("aria-disabled");
  }
}

function watchForm(form) {
  if (started.has(form)) return;
  started.add(form);
  if (form.matches("[data-guard]")) {
    form.addEventListener("input", () => (form.dataset.changed = "yes"));
  }
  form.addEventListener("submit", (event) => {
    if (form.dataset.sending === "yes") {
      event.preventDefault();
      return;
    }
    if (event.defaultPrevented) return;
    leaving = true;
    // Files open in place of a new page: such a form must stay usable.
    if (form.method === "post" && !form.matches("[data-again], [data-hx-post], [hx-post]")) {
      rest(form, event.submitter);
    }
  });
}

export function startForms() {
  for (const form of document.querySelectorAll("form")) watchForm(form);
}

export function focusErrors() {
  document.querySelector(".error-summary")?.focus();
}

window.addEventListener("beforeunload", (event) => {
  if (leaving) return;
  if ([...document.querySelectorAll("form[data-guard]")].some(isChanged)) event.preventDefault();
});

window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  leaving = false;
  for (const form of document.querySelectorAll("form")) wake(form);
});
