// Cards that are moved between columns by a native form can also be dragged by mouse.
// Without script, on a phone and by keyboard the form in the card does the work.
//
//   <div class="board" data-board>
//     <section class="board-column" data-board-column="ZONE-ID"> ...
//       <article class="board-item" data-board-item>
//         <form method="post" action="..." data-board-form>
//           <select name="zone" data-board-target> <option value="ZONE-ID">...</option> </select>
//           <button>Move</button>
//         </form>
//
// A drop sets the select to the column's value and submits the form. The column of a card is the
// column that contains it; the value of a column must be one of the select's options.

const started = new WeakSet();
let dragged = null;

function columnOf(event) {
  return event.target.closest?.("[data-board-column]");
}

function accepts(column) {
  if (!dragged || !column || column.contains(dragged)) return false;
  const choice = dragged.querySelector("[data-board-target]");
  return [...choice.options].some(
    (option) => option.value === column.dataset.boardColumn && !option.disabled,
  );
}

function unmark(board) {
  for (const column of board.querySelectorAll(".is-over")) column.classList.remove("is-over");
}

function startBoard(board) {
  for (const item of board.querySelectorAll("[data-board-item]")) {
    if (item.querySelector("[data-board-form]")) item.draggable = true;
  }
  board.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-board-item]");
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
    dragged.classList.add("is-dragged");
  });
  board.addEventListener("dragend", () => {
    dragged?.classList.remove("is-dragged");
    dragged = null;
    unmark(board);
  });
  board.addEventListener("dragover", (event) => {
    const column = columnOf(event);
    unmark(board);
    if (!accepts(column)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
    column.classList.add("is-over");
  });
  board.addEventListener("drop", (event) => {
    const column = columnOf(event);
    if (!accepts(column)) return;
    event.preventDefault();
    const form = dragged.querySelector("[data-board-form]");
    form.querySelector("[data-board-target]").value = column.dataset.boardColumn;
    dragged.classList.add("is-sending");
    form.requestSubmit();
  });
}

export function startBoards() {
  for (const board of document.querySelectorAll("[data-board]")) {
    if (started.has(board)) continue;
    started.add(board);
    startBoard(board);
  }
}
