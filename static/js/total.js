// The total of a basket, true while she types. Without script the page says the price of one piece, and the cashier the sum.
function yuan(fen) {
  const rest = fen % 100;
  const whole = Math.floor(fen / 100).toLocaleString('en-US');
  return rest ? `¥${whole}.${String(rest).padStart(2, '0')}` : `¥${whole}`;
}

for (const place of document.querySelectorAll('[data-total]')) {
  const form = document.getElementById(place.dataset.total);
  const [sum, note] = [place.querySelector('b'), place.querySelector('.note')];
  const first = [sum.textContent, note.textContent];

  const show = () => {
    const inputs = [...form.querySelectorAll('[data-stepper] input')];
    const pieces = inputs.reduce((all, input) => all + (/^\d{1,6}$/.test(input.value) ? Number(input.value) : 0), 0);
    sum.textContent = pieces ? yuan(pieces * Number(place.dataset.unitFen)) : first[0];
    note.textContent = pieces ? place.dataset[pieces === 1 ? 'piece' : 'pieces'].replace('{n}', pieces) : first[1];
  };
  form.addEventListener('input', show);
  show();
}
