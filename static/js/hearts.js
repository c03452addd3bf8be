// The ballot: each tap is shown at once and saved in the background. What is not saved yet is kept on the
// phone and sent again; a refusal puts the heart back and says why. The form itself still works.
//   <form data-ballot="ROUND" data-save-url="…" data-failed="…" data-offline="… {n} …" data-kept="…">
import { toast } from './toast.js';

const form = document.querySelector('form[data-ballot]');
const key = `ballot:${form.dataset.ballot}`;
const waits = [1000, 3000, 8000, 20000, 60000];
const counts = document.querySelectorAll('[data-ballot-count]');
let unsaved = read();
let tries = 0;
let sending = false;
let timer = 0;
let told = null; // the standing line about taps that wait

function read() {
  try { return JSON.parse(localStorage.getItem(key)) || {}; } catch { return {}; }
}

function keep() {
  try {
    if (Object.keys(unsaved).length) localStorage.setItem(key, JSON.stringify(unsaved));
    else localStorage.removeItem(key);
  } catch { /* a private window keeps nothing; the form still sends everything */ }
}

function hearts() { return [...form.querySelectorAll('.heart input[type="checkbox"]')]; }

function count() {
  const n = hearts().filter((heart) => heart.checked).length;
  counts.forEach((place) => { place.textContent = n; });
  document.querySelectorAll('[data-ballot-thumb]').forEach((thumb) => {
    const heart = hearts().find((one) => one.value === thumb.dataset.ballotThumb);
    thumb.hidden = !(heart && heart.checked);
  });
}

async function post(entry, picked) {
  const answer = await fetch(form.dataset.saveUrl, {
    method: 'POST',
    credentials: 'same-origin',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/json',
      'X-CSRFToken': document.querySelector('meta[name=csrf-token]').content,
    },
    body: JSON.stringify({ entry, picked }),
  });
  const text = await answer.text(); // read in every case: an answer left unread keeps its connection
  if (answer.ok) return { saved: true };
  if (answer.status >= 500 || answer.status === 429 || answer.status === 408) throw new Error(String(answer.status));
  let said = {};
  try { said = JSON.parse(text); } catch { /* a page, not a sentence */ }
  return { saved: false, sentence: said.sentence || said.error || form.dataset.failed };
}

function putBack(entry, picked, sentence) {
  const heart = hearts().find((one) => one.value === entry);
  if (heart) heart.checked = !picked;
  count();
  toast(sentence);
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(send, waits[Math.min(tries, waits.length - 1)]);
  tries += 1;
  if (tries >= 2) {
    if (told) told.remove();
    const n = Object.keys(unsaved).length;
    told = toast(form.dataset.offline.replace('{n}', n), { text: document.body.dataset.retry, run: () => { tries = 0; send(); } }, true);
  }
}

async function send() {
  if (sending) return;
  sending = true;
  clearTimeout(timer);
  try {
    for (let entry = Object.keys(unsaved)[0]; entry; entry = Object.keys(unsaved)[0]) {
      const picked = unsaved[entry];
      const answer = await post(entry, picked);
      if (unsaved[entry] !== picked) continue; // tapped again meanwhile: the newer wish goes out next
      delete unsaved[entry];
      keep();
      if (!answer.saved) putBack(entry, picked, answer.sentence);
    }
    tries = 0;
    if (told) { told.remove(); told = null; toast(form.dataset.kept); }
  } catch {
    later();
  } finally {
    sending = false;
  }
}

form.addEventListener('change', (event) => {
  const heart = event.target;
  if (!heart.matches('.heart input[type="checkbox"]')) return;
  unsaved[heart.value] = heart.checked;
  keep();
  count();
  tries = 0;
  send();
});

// Sending the whole form says everything at once, so nothing is left waiting.
form.addEventListener('submit', () => { unsaved = {}; keep(); });
window.addEventListener('online', send);

for (const heart of hearts()) {
  if (heart.value in unsaved) heart.checked = unsaved[heart.value];
}
count();
if (Object.keys(unsaved).length) send();
