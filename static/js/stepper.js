// Minus and plus for a number that can also be typed.
function bounds(input) {
  const number = (text, none) => (text === '' ? none : Number(text));
  return [number(input.min, -Infinity), number(input.max, Infinity)];
}

function show(box) {
  const input = box.querySelector('input');
  const [low, high] = bounds(input);
  box.querySelectorAll('[data-stepper-by]').forEach((button) => {
    const next = Number(input.value || 0) + Number(button.dataset.stepperBy);
    button.disabled = next < low || next > high;
  });
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-stepper-by]');
  if (!button) return;
  const box = button.closest('[data-stepper]');
  const input = box.querySelector('input');
  const [low, high] = bounds(input);
  input.value = Math.min(high, Math.max(low, Number(input.value || 0) + Number(button.dataset.stepperBy)));
  input.dispatchEvent(new Event('input', { bubbles: true }));
  input.dispatchEvent(new Event('change', { bubbles: true }));
});
document.addEventListener('input', (event) => {
  const box = event.target.closest('[data-stepper]');
  if (box) show(box);
});
document.querySelectorAll('[data-stepper]').forEach(show);
