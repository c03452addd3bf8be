// Every form works without this file. Each module improves one thing and is fetched only by pages that have it.
import './once.js';
import { toast } from './toast.js';

const wanted = {
  '[data-ballot]': './hearts.js',
  'form[data-upload]': './upload.js',
  '[data-regions]': './regions.js',
  '[data-gallery]': './gallery.js',
  '[data-until]': './due.js',
  '[data-copy]': './copy.js',
  '[data-stepper]': './stepper.js',
  '[data-total]': './total.js',
};

for (const [selector, path] of Object.entries(wanted)) {
  if (document.querySelector(selector)) import(path).catch(() => { /* the page works without it */ });
}

// What an upload's answer said, carried over by upload.js.
const carried = sessionStorage.getItem('said');
if (carried) {
  sessionStorage.removeItem('said');
  JSON.parse(carried).forEach(([line, kept]) => toast(line, kept ? { text: '×', run() {} } : null, kept));
}
