/* The quiet challenge of the review page: find n so that SHA-256(seed + ":" + n) begins with the asked number of zero bits.
   Own SHA-256, for the browser's is only offered over https. Without this script the question in words is answered. */
(function () {
  "use strict";
  const K = [], PRIMES = [];
  for (let n = 2; PRIMES.length < 64; n++) if (PRIMES.every((p) => n % p)) PRIMES.push(n);
  const frac = (x) => ((x - Math.floor(x)) * 4294967296) | 0;
  PRIMES.forEach((p) => K.push(frac(Math.cbrt(p))));
  const START = PRIMES.slice(0, 8).map((p) => frac(Math.sqrt(p)));
  const turn = (x, n) => (x >>> n) | (x << (32 - n));
  function first(text) {
    const bytes = Array.from(text, (c) => c.charCodeAt(0)), bits = bytes.length * 8;
    bytes.push(0x80);
    while (bytes.length % 64 !== 60) bytes.push(0);
    bytes.push(bits >>> 24, (bits >>> 16) & 255, (bits >>> 8) & 255, bits & 255);
    let h = START.slice();
    for (let at = 0; at < bytes.length; at += 64) {
      const w = [];
      for (let i = 0; i < 64; i++) {
        if (i < 16) { const b = at + i * 4; w[i] = (bytes[b] << 24) | (bytes[b + 1] << 16) | (bytes[b + 2] << 8) | bytes[b + 3]; continue; }
        const s0 = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ (w[i - 15] >>> 3);
        const s1 = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ (w[i - 2] >>> 10);
        w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
      }
      let [a, b, c, d, e, f, g, k] = h;
      for (let i = 0; i < 64; i++) {
        const t1 = (k + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
        const t2 = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        k = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
      }
      h = [a, b, c, d, e, f, g, k].map((x, i) => (x + h[i]) | 0);
    }
    return h[0] >>> 0;
  }
  const form = document.querySelector("form[data-challenge]");
  if (!form) return;
  const seed = form.dataset.challenge, bits = Number(form.dataset.bits), plain = form.querySelector("[data-challenge-plain]");
  plain.hidden = true;
  let n = 0;
  (function work() {
    for (const stop = n + 2000; n < stop; n++) {
      if (first(seed + ":" + n) >>> (32 - bits) === 0) { form.elements.proof.value = String(n); form.dataset.done = "1"; return; }
    }
    setTimeout(work, 0);
  })();
  form.addEventListener("submit", (event) => {
    if (!form.elements.proof.value) { event.preventDefault(); setTimeout(() => form.requestSubmit(), 100); return; }
    form.querySelector("[type=submit]").disabled = true;
  });
})();
