// The tablet's own memory: one IndexedDB store, first in, first out by its running number.
const DB = "karkhana";
const STORE = "outbox";

let opening = null;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(DB, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore(STORE, { keyPath: "n", autoIncrement: true });
    };
    asked.onsuccess = () => {
      asked.result.onversionchange = () => asked.result.close();
      resolve(asked.result);
    };
    asked.onerror = () => {
      opening = null;
      reject(asked.error);
    };
  });
  return opening;
}

async function within(mode, work) {
  const db = await open();
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(STORE, mode, { durability: "strict" });
    const asked = work(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(asked.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

/** Stores a record and answers its number: only then may it be sent. */
export const add = (record) => within("readwrite", (store) => store.add(record));
export const put = (record) => within("readwrite", (store) => store.put(record));
export const remove = (n) => within("readwrite", (store) => store.delete(n));
export const all = () => within("readonly", (store) => store.getAll());
