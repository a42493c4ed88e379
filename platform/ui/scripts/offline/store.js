// What is kept in this browser: one entry for each report that was begun, waits or came back.
//
//   id        the record's id, so that sending twice is still one record
//   owner     "<account>/<office>": nobody else sees it
//   state     draft, waiting, refused or sent
//   kind, title, when, page, action, session, words, fields [[name, text]], files [[name, blob, file name]]
//   answer, problem   what the server said to a refused entry
//   location          where a sent one is to be seen

const DAY = 24 * 60 * 60 * 1000;
const LONGEST = { draft: 30 * DAY, waiting: Infinity, refused: Infinity, sent: DAY };

export const news = typeof BroadcastChannel === "function" ? new BroadcastChannel("offline") : null;

let opening = null;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("offline", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("entries", { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opening;
}

async function run(mode, act) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction("entries", mode);
    const request = act(transaction.objectStore("entries"));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}

export function accountOf(entry) {
  return entry.owner.split("/")[0];
}

// Every entry, the newest first; those that are too old are gone.
export async function everything() {
  const entries = await run("readonly", (store) => store.getAll());
  const old = (entry) => Date.now() - entry.when > LONGEST[entry.state];
  for (const entry of entries.filter(old)) await run("readwrite", (store) => store.delete(entry.id));
  return entries.filter((entry) => !old(entry)).sort((one, other) => other.when - one.when);
}

export async function find(id, owner) {
  const entry = await run("readonly", (store) => store.get(id));
  return entry && (owner === undefined || entry.owner === owner) ? entry : null;
}

export async function keep(entry) {
  await run("readwrite", (store) => store.put(entry));
  await tell();
}

export async function forget(id) {
  await run("readwrite", (store) => store.delete(id));
  await tell();
}

// Pages that hold no such form load the sender only for the accounts that are named here.
async function tell() {
  const waiting = (await everything()).filter((entry) => entry.state === "waiting");
  localStorage.offlineWaiting = [...new Set(waiting.map(accountOf))].join(" ");
  news?.postMessage("changed");
  document.dispatchEvent(new Event("offline:changed"));
}

// A UUID of version 7, as the server makes them: ordered by time.
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  new DataView(bytes.buffer).setBigUint64(0, (BigInt(Date.now()) << 16n) | 0x7000n | BigInt(((bytes[6] & 15) << 8) | bytes[7]));
  bytes[8] = (bytes[8] & 63) | 128;
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
