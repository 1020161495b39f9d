// S12: the five sounds, to hear whether this tablet is loud enough for its place.
import { rehearse } from "../sounds.js";

document.querySelector("[data-sounds]").addEventListener("click", rehearse);
