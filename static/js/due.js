// Keeps "6 小时 40 分" true while the page stays open. Minutes, never seconds; spoken only at ten minutes.
const places = [...document.querySelectorAll('[data-until]')];

function words(place, minutes) {
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  const rest = minutes % 60;
  const say = (name, n) => place.dataset[name].replace('{n}', n);
  const parts = days ? [say('day', days), hours && say('hour', hours)] : [hours && say('hour', hours), say('minute', rest)];
  return place.dataset.left.replace('{time}', parts.filter(Boolean).join(' '));
}

function refresh() {
  for (const place of places) {
    const minutes = Math.floor((new Date(place.dataset.until) - Date.now()) / 60000);
    if (Number.isNaN(minutes)) continue;
    const text = minutes < 0 ? place.dataset.over : words(place, minutes);
    if (text === place.textContent) continue;
    if (minutes === 10) place.setAttribute('role', 'status');
    place.textContent = text;
  }
}

setInterval(refresh, 20000);
document.addEventListener('visibilitychange', () => { if (!document.hidden) refresh(); });
