// A form is sent once: the second press within ten seconds does nothing. Going back makes it ready again.
const sent = new WeakMap();

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.method !== 'post' || form.hasAttribute('data-again')) return;
  if (Date.now() - (sent.get(form) || 0) < 10000) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  sent.set(form, Date.now());
  const button = event.submitter;
  if (!button) return;
  button.setAttribute('aria-busy', 'true');
  setTimeout(() => button.removeAttribute('aria-busy'), 10000);
}, { capture: true });

export function ready(form) {
  sent.delete(form);
  form.querySelectorAll('[aria-busy]').forEach((button) => button.removeAttribute('aria-busy'));
}

window.addEventListener('pageshow', (event) => {
  if (event.persisted) document.querySelectorAll('form').forEach(ready);
});
