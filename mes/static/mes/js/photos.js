// Files that go with a record: read in the tablet, pictures made small enough to send.
import { say } from "./words.js";

const LARGEST = 10 * 2 ** 20; // one file, as quality/rules/attachments.py keeps it
const ALL_TOGETHER = 15 * 2 ** 20; // of base64, in the 16 MB of a record
const SMALL_ENOUGH = 1.5 * 2 ** 20;
const LONGEST_SIDE = 2048; // pixels: a scratch is seen, and ten photos fit one record

/** A photo of a tablet's camera, scaled down; anything else as it is. */
async function slim(file) {
  if (file.size <= SMALL_ENOUGH || !/^image\/(jpeg|png|webp)$/.test(file.type)) return file;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = new OffscreenCanvas(Math.round(picture.width * scale), Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await canvas.convertToBlob({ type: "image/jpeg", quality: 0.85 });
  } catch {
    return file; // no picture after all: it goes as it is
  }
}

const base64 = (blob) =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });

/** {name, mime, data, file, size} as the record sends it under `name`; throws a sentence. */
export async function attachment(name, file) {
  const kept = await slim(file);
  if (kept.size > LARGEST) throw new Error(say("file_too_large"));
  if (!kept.size) throw new Error(say("file_empty"));
  return { name, mime: kept.type, data: await base64(kept), file: file.name, size: kept.size };
}

/** A sentence when these do not fit one record; empty when they do. */
export const tooMuch = (found) =>
  found.reduce((sum, one) => sum + one.data.length, 0) > ALL_TOGETHER ? say("files_too_large") : "";
