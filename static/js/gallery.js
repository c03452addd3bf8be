// Buttons and the "2 / 6" for a row that can already be swiped.
for (const gallery of document.querySelectorAll('[data-gallery]')) {
  const strip = gallery.querySelector('.gallery-strip');
  const slides = [...strip.children];
  const place = gallery.querySelector('[data-gallery-place]');
  const buttons = [...gallery.querySelectorAll('[data-gallery-step]')];
  let at = 0;

  const show = () => {
    if (place) place.textContent = `${at + 1} / ${slides.length}`;
    buttons.forEach((button) => {
      const next = at + Number(button.dataset.galleryStep);
      button.disabled = next < 0 || next >= slides.length;
    });
  };
  const seen = () => {
    const end = strip.scrollLeft + strip.clientWidth >= strip.scrollWidth - 2;
    const left = slides.map((slide) => Math.abs(slide.offsetLeft - slides[0].offsetLeft - strip.scrollLeft));
    at = end ? slides.length - 1 : left.indexOf(Math.min(...left));
    show();
  };
  buttons.forEach((button) => button.addEventListener('click', () => {
    const to = slides[at + Number(button.dataset.galleryStep)];
    if (to) strip.scrollTo({ left: to.offsetLeft - slides[0].offsetLeft });
  }));
  strip.addEventListener('scroll', () => requestAnimationFrame(seen), { passive: true });
  if (buttons.length) buttons[0].parentElement.hidden = false;
  show();
}
