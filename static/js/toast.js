// One line that passes. Never the only place of an error.

function shelf() {
  let shelf = document.querySelector('.toasts');
  if (!shelf) {
    shelf = document.createElement('div');
    shelf.className = 'toasts';
    shelf.setAttribute('role', 'status');
    document.getElementById('main').append(shelf);
  }
  return shelf;
}

// act: {text, run} adds one button. A kept toast stays until it is answered.
export function toast(text, act = null, kept = false) {
  const line = document.createElement('p');
  line.className = kept ? 'toast toast-kept' : 'toast';
  const words = document.createElement('span');
  words.textContent = text;
  line.append(words);
  if (act) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = act.text;
    button.addEventListener('click', () => { line.remove(); act.run(); });
    line.append(button);
  }
  line.addEventListener('animationend', (event) => { if (event.animationName === 'toast-out') line.remove(); });
  shelf().append(line);
  return line;
}
