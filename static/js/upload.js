// Several files in one form, with the true progress of the whole. The answer is a page (followed) or a sentence (shown).
import { ready } from './once.js';

function names(input) {
  const list = input.closest('.upload').querySelector('[data-upload-names]');
  list.replaceChildren(...[...input.files].map((file) => {
    const line = document.createElement('li');
    const size = document.createElement('span');
    size.textContent = file.size < 104858 ? `${Math.ceil(file.size / 1024)} KB` : `${(file.size / 1048576).toFixed(1)} MB`;
    line.append(file.name, size);
    return line;
  }));
  list.hidden = !input.files.length;
}

function refusal(text, type) {
  if (type.includes('json')) return JSON.parse(text).sentence;
  const page = new DOMParser().parseFromString(text, 'text/html');
  const said = page.querySelector('[role="alert"] p, .error .lead');
  const label = page.querySelector('.field-error')?.closest('.field, .chips')?.querySelector('.field-label, .chips-label');
  const words = said ? said.textContent.trim() : '';
  return words && label ? `${label.textContent.trim()}: ${words}` : words;
}

// The answer was already followed once, so what it said is carried over to the page that opens now.
function follow(request, form) {
  const page = new DOMParser().parseFromString(request.responseText, 'text/html');
  const lines = [...page.querySelectorAll('.notice[role="alert"] p, .toast span')].map((line) => [line.textContent.trim(), line.matches('.notice p')]);
  try { sessionStorage.setItem('said', JSON.stringify(lines)); } catch { /* the page itself shows what was received */ }
  window.location.assign(request.responseURL || form.action);
}

function send(form, button) {
  const box = form.querySelector('[data-upload-progress]');
  const bar = box.querySelector('progress');
  const said = box.querySelector('[data-upload-said]');
  const request = new XMLHttpRequest();
  let told = -1;
  box.hidden = false;
  said.classList.remove('bad-text');
  request.open('POST', button?.hasAttribute('formaction') ? button.formAction : form.action);
  request.setRequestHeader('Accept', 'text/html');
  request.upload.addEventListener('progress', (event) => {
    if (!event.lengthComputable) return;
    const percent = Math.floor((event.loaded / event.total) * 100);
    bar.value = percent;
    if (percent === 100) said.textContent = said.dataset.working;
    else if (percent - told >= 5) { told = percent; said.textContent = said.dataset.sending.replace('{percent}', percent); }
  });
  const fail = (sentence) => {
    said.textContent = sentence;
    said.classList.add('bad-text');
    bar.value = 0;
    ready(form);
  };
  request.addEventListener('load', () => {
    if (request.status < 400) { follow(request, form); return; }
    let sentence = '';
    try { sentence = refusal(request.responseText, request.getResponseHeader('Content-Type') || ''); } catch { sentence = ''; }
    fail(sentence || document.body.dataset.lost);
  });
  request.addEventListener('error', () => fail(said.dataset.lost));
  request.addEventListener('timeout', () => fail(said.dataset.lost));
  const sent = new FormData(form);
  if (button?.name) sent.append(button.name, button.value);
  request.send(sent);
}

for (const form of document.querySelectorAll('form[data-upload]')) {
  form.addEventListener('change', (event) => { if (event.target.type === 'file') names(event.target); });
  form.addEventListener('submit', (event) => {
    const files = [...form.querySelectorAll('input[type=file]')].some((input) => input.files.length);
    if (!files || !form.querySelector('[data-upload-progress]')) return;
    event.preventDefault();
    send(form, event.submitter);
  });
}
