// Every page: the elements it may carry, and the socket when it asks for one.
import "./elapsed-time.js";
import "./hold-button.js";
import "./live.js";
import "./outbox-pill.js";
import "./sheets.js";
import "./shell.js";
import "./veil.js";
