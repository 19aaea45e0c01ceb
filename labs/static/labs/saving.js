/* What Wagtail's keeping by itself leaves open: what is typed at once, and a button pressed while it keeps. */
(function () {
  const watched = new WeakSet();
  const touched = new WeakSet();
  const keeping = new WeakSet();
  const leaving = new WeakSet();
  const waiting = new WeakMap();

  /* Wagtail compares with the form as it is two seconds after loading: what is typed before looks unchanged. */
  function touch(event) {
    const form = event.target.closest && event.target.closest('form[data-edit-form]');
    if (form && !watched.has(form)) touched.add(form);
  }
  document.addEventListener('input', touch);
  document.addEventListener('change', touch);
  document.addEventListener('w-unsaved:watch-edits', (event) => {
    watched.add(event.target);
    if (touched.delete(event.target)) event.target.dataset.wUnsavedForceValue = 'true';
  });

  /* Keeping and publishing at once would make the page twice; the second one is refused. */
  document.addEventListener('w-autosave:save', (event) => {
    if (leaving.has(event.target)) event.preventDefault();
    else keeping.add(event.target);
  });

  function kept(event) {
    const form = event.target;
    keeping.delete(form);
    const button = waiting.get(form);
    if (!button) return;
    waiting.delete(form);
    /* The button may be disabled by now, and disabled buttons are not sent. */
    const pressed = document.createElement('input');
    pressed.type = 'hidden';
    pressed.name = button.name;
    pressed.value = button.value || button.name;
    form.append(pressed);
    form.requestSubmit();
  }
  document.addEventListener('w-autosave:success', kept);
  document.addEventListener('w-autosave:error', kept);

  document.addEventListener(
    'submit',
    (event) => {
      const form = event.target;
      if (!form.matches('form[data-edit-form]')) return;
      if (!keeping.has(form)) {
        leaving.add(form);
        /* Something else may stop the form, a question in a window for one: then it goes on keeping itself. */
        setTimeout(() => event.defaultPrevented && leaving.delete(form));
        return;
      }
      event.preventDefault();
      event.stopPropagation();
      waiting.set(form, event.submitter || document.createElement('button'));
    },
    true,
  );
})();
