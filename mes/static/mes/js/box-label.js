import { uuid7 } from "./ids.js";
import { post } from "./send.js";
import { blocked } from "./verdicts.js";

/** The box's label, printed before it is scanned; a second one needs its reason at the desk. */
export async function printBoxLabel(identifier, panel) {
  const { answer } = await post("/api/v1/labels", { event_id: uuid7(), kind: "box", identifier });
  if (answer?.verdict !== "ok") panel.show(answer ?? blocked(identifier), identifier);
}
