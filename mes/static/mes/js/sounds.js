// Five sounds, made and not loaded. A browser lets them ring only after a first touch or key.
let context = null;

function unlock() {
  context ??= new AudioContext();
  if (context.state === "suspended") context.resume();
}

for (const name of ["pointerdown", "keydown"]) {
  document.addEventListener(name, unlock, { capture: true, once: true });
}

function tone(at, length, from, { to = from, type = "sine", gain = 0.25 } = {}) {
  const start = context.currentTime + at;
  const oscillator = new OscillatorNode(context, { type, frequency: from });
  const volume = new GainNode(context, { gain: 0 });
  oscillator.frequency.linearRampToValueAtTime(to, start + length);
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(gain, start + 0.01);
  volume.gain.linearRampToValueAtTime(0, start + length);
  oscillator.connect(volume).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(start + length);
}

const SOUNDS = {
  ok: () => tone(0, 0.08, 1200),
  ng: () => [0, 0.35].forEach((at) => tone(at, 0.25, 220, { type: "sawtooth", gain: 0.5 })),
  dup: () => [0, 0.2].forEach((at) => tone(at, 0.12, 600)),
  hold: () => [0, 0.25, 0.5].forEach((at, i) => tone(at, 0.2, 700 - i * 170, { to: 560 - i * 170 })),
  queued: () => tone(0, 0.15, 400, { gain: 0.12 }),
  tick: () => tone(0, 0.02, 1800, { gain: 0.08 }),
};

const BUZZ = { ok: 30, ng: [200, 80, 200], dup: [80, 60, 80], hold: 300, queued: 30 };

/** A verdict as sound and vibration; silent where the browser has neither. */
export function sound(verdict) {
  if (context?.state === "running") SOUNDS[verdict]?.();
  if (BUZZ[verdict]) navigator.vibrate?.(BUZZ[verdict]);
}

/** The five, one after another, so that an operator knows them. Call from a touch. */
export function rehearse() {
  unlock();
  ["ok", "dup", "queued", "hold", "ng"].forEach((verdict, i) => setTimeout(sound, 300 + i * 1100, verdict));
}
