// <p data-position="LAT_ID LON_ID" hidden> holds a button and a status line: where this phone is, asked
// for only when the button is pressed. Without script or without a position the fields are typed.

const PATIENCE_MS = 20000;
const DIGITS = 5;

export function startPositions() {
  for (const box of document.querySelectorAll("[data-position][hidden]")) {
    if (!navigator.geolocation) continue;
    const [lat, lon] = box.dataset.position.split(" ").map((id) => document.getElementById(id));
    const status = box.querySelector("[role=status]");
    box.hidden = false;
    box.querySelector("button").addEventListener("click", () => {
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          lat.value = coords.latitude.toFixed(DIGITS);
          lon.value = coords.longitude.toFixed(DIGITS);
          lat.dispatchEvent(new Event("input", { bubbles: true }));
          status.textContent = status.dataset.taken;
        },
        () => {
          status.textContent = status.dataset.refused;
        },
        { timeout: PATIENCE_MS },
      );
    });
  }
}
