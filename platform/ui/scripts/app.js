// Everything here only makes a working page more pleasant: each page works without it.
import "htmx.org/dist/htmx.esm.js";

import { startBoards } from "./board.js";
import { startDates } from "./dates.js";
import { focusErrors, startForms } from "./forms.js";
import { startMenus } from "./menus.js";
import { startPolls } from "./poll.js";
import { startPositions } from "./position.js";
import { startShared } from "./shared.js";

function start() {
  startForms();
  startDates();
  startPolls();
  startBoards();
  startPositions();
}

startMenus();
focusErrors();
start();
startShared(document.currentScript.dataset.offlineScript);
// htmx 4 tells with this event that new content is in the page.
document.addEventListener("htmx:after:process", start);
