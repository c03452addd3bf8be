// Copies data-copy, or the text of the element it names with #id.
import { toast } from './toast.js';

async function put(text) {
  if (navigator.clipboard && window.isSecureContext) { await navigator.clipboard.writeText(text); return true; }
  const box = document.createElement('textarea');
  box.value = text;
  box.className = 'sr';
  document.body.append(box);
  box.select();
  const done = document.execCommand('copy');
  box.remove();
  return done;
}

document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-copy]');
  if (!button) return;
  const wanted = button.dataset.copy;
  const place = wanted.startsWith('#') ? document.querySelector(wanted) : null;
  const text = place ? (place.value ?? place.textContent).trim() : wanted;
  const done = await put(text).catch(() => false);
  toast(done ? document.body.dataset.copied : document.body.dataset.notCopied);
});
