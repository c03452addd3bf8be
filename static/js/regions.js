// Province, city, district as three selects, filled from data-url:
//   {"浙江省": {"杭州市": ["西湖区", …], …}, …}. Without script, or without an answer, the three are plain text fields.
// The selects take over names and values of the fields, so the server sees the same form.

function select(field, choices, chosen, blank) {
  const made = document.createElement('select');
  made.className = 'field-input';
  made.id = field.id;
  made.name = field.name;
  made.required = field.required;
  const options = choices.map((name) => new Option(name, name, false, name === chosen));
  made.replaceChildren(new Option(blank, ''), ...options);
  if (!choices.includes(chosen)) made.value = '';
  return made;
}

async function begin(box) {
  const answer = await fetch(box.dataset.url, { headers: { Accept: 'application/json' } });
  if (!answer.ok) return;
  const tree = await answer.json();
  const fields = [...box.querySelectorAll('input.field-input')].slice(0, 3);
  if (fields.length < 3) return;
  const blank = box.dataset.blank || '';

  function children(values) {
    if (values.length === 0) return Object.keys(tree);
    const cities = tree[values[0]] || {};
    if (values.length === 1) return Object.keys(cities);
    return cities[values[1]] || [];
  }

  const given = fields.map((field) => field.value);
  // An address she wrote herself, or no tree: the text fields stay.
  const known = given.every((value, at) => !value || children(given.slice(0, at)).includes(value));
  if (!known || children([]).length === 0) return;
  const selects = fields.map((field, at) => {
    const made = select(field, children(given.slice(0, at)), given[at], blank);
    field.replaceWith(made);
    return made;
  });

  function refill(from) {
    for (let at = from; at < 3; at += 1) {
      const choices = children(selects.slice(0, at).map((one) => one.value));
      const only = choices.length === 1 ? choices[0] : '';
      selects[at].replaceChildren(new Option(blank, ''), ...choices.map((name) => new Option(name, name)));
      selects[at].value = only;
      selects[at].required = choices.length > 0 && fields[at].required;
    }
  }
  selects[0].addEventListener('change', () => refill(1));
  selects[1].addEventListener('change', () => refill(2));

  // What is not in the list can always be written.
  const free = document.createElement('button');
  free.type = 'button';
  free.className = 'link regions-free';
  free.textContent = box.dataset.free;
  free.addEventListener('click', () => {
    selects.forEach((one, at) => {
      fields[at].value = one.value;
      one.replaceWith(fields[at]);
    });
    free.remove();
    fields[0].focus();
  });
  if (box.dataset.free) box.append(free);
}

for (const box of document.querySelectorAll('[data-regions]')) begin(box).catch(() => { /* the text fields stay */ });
