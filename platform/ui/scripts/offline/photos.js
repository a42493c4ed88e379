// <div data-offline-photos="NAME" data-most="10"> holds a file field, a list and the template of one photo.
// Chosen photos are drawn anew, at most 1600 pixels long: they go out quickly, and without the place
// where they were taken.

const LONGEST = 1600;
const THUMBNAIL = 160;
const QUALITY = 0.82;

function draw(bitmap, longest, canvas) {
  const share = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  canvas.width = Math.max(1, Math.round(bitmap.width * share));
  canvas.height = Math.max(1, Math.round(bitmap.height * share));
  const brush = canvas.getContext("2d");
  brush.fillStyle = "#fff";
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return canvas;
}

// What this browser cannot draw goes to the server as it is.
async function shrink(file) {
  try {
    const canvas = draw(await createImageBitmap(file), LONGEST, document.createElement("canvas"));
    return (await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY))) ?? file;
  } catch {
    return file;
  }
}

export function startPhotos(box, files, changed) {
  const name = box.dataset.offlinePhotos;
  const most = Number(box.dataset.most) || 10;
  const field = box.querySelector("input[type=file]");
  const list = box.querySelector("[data-photo-list]");
  const note = box.querySelector("[data-photo-note]");
  const photos = { name, files: files.filter(([of]) => of === name), ready: Promise.resolve() };

  function show() {
    list.replaceChildren(...photos.files.map(row));
    list.hidden = !photos.files.length;
  }

  function row([, blob], index) {
    const item = box.querySelector("template").content.cloneNode(true);
    for (const number of item.querySelectorAll("[data-number]")) number.textContent = index + 1;
    item.querySelector("[data-size]").textContent = `${Math.max(1, Math.round(blob.size / 1024))} KB`;
    const canvas = item.querySelector("canvas");
    createImageBitmap(blob).then((bitmap) => draw(bitmap, THUMBNAIL, canvas), () => canvas.remove());
    item.querySelector("button").addEventListener("click", () => {
      photos.files.splice(index, 1);
      show();
      changed();
      (list.querySelectorAll("button")[Math.min(index, photos.files.length - 1)] ?? field).focus();
    });
    return item;
  }

  async function take(chosen) {
    note.textContent = note.dataset.working;
    let left = 0;
    for (const file of chosen) {
      if (photos.files.length >= most) left += 1;
      else {
        const blob = await shrink(file);
        const plain = blob === file ? file.name : `photo-${photos.files.length + 1}.jpg`;
        photos.files.push([name, blob, plain]);
        show();
      }
    }
    note.textContent = left ? note.dataset.tooMany : "";
    changed();
  }

  field.addEventListener("change", () => {
    const chosen = [...field.files];
    field.value = "";
    photos.ready = photos.ready.then(() => take(chosen));
  });
  show();
  return photos;
}
