/* The dialogue for figures and charts: live preview, suggestions of values. */
(function () {
  const handlers = window.CHOOSER_MODAL_ONLOAD_HANDLERS;
  if (!handlers || handlers.portal_form) return;

  /* Who has made something of a table goes on with it on the same page. */
  let last = '';
  window.portalMakerParams = (known) => {
    if (known) return { aus: known };
    return last ? { tabelle: last } : {};
  };

  /* Focus follows what is shown: at once, and again when the window has come up and taken it. */
  function settle(modal, place) {
    const title = modal.body[0].querySelector('h1, h2');
    if (title) {
      title.id = 'portal-maker-title';
      modal.container.attr('aria-labelledby', title.id);
    }
    modal.container.one('shown.bs.modal', () => place.focus());
    place.focus();
  }

  function ways(modal) {
    modal.body[0].querySelectorAll('[data-portal-table]').forEach((link) => {
      link.addEventListener('click', (event) => {
        event.preventDefault();
        modal.loadUrl(link.href);
      });
    });
  }

  handlers.portal_tables = (modal) => {
    ways(modal);
    const form = modal.body[0].querySelector('[data-portal-search]');
    if (!form) return;
    const field = form.querySelector('input[name=q]');
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      modal.loadUrl(form.action, { q: field.value });
    });
    settle(modal, field);
  };

  handlers.portal_form = (modal) => {
    ways(modal);
    const root = modal.body[0];
    const form = root.querySelector('[data-portal-form]');
    const preview = root.querySelector('[data-portal-preview]');
    const known = JSON.parse(root.querySelector('[data-portal-values]').textContent || '{}');
    let waiting = null;
    let turn = 0;
    settle(modal, root.querySelector('[data-portal-refused], [aria-invalid="true"]') || form.querySelector('select'));

    function suggest(select) {
      const number = select.name.match(/where(\d)_column/);
      if (!number) return;
      const list = root.querySelector('#portal-values-' + number[1]);
      list.replaceChildren(
        ...(known[select.value] || []).map((text) => {
          const option = document.createElement('option');
          option.value = text;
          return option;
        }),
      );
    }

    async function look() {
      turn += 1;
      const mine = turn;
      const data = new FormData(form);
      data.set('action', 'preview');
      const response = await fetch(form.action, { method: 'POST', body: data });
      if (!response.ok) return;
      const answer = await response.json();
      if (mine !== turn) return;
      preview.innerHTML = answer.html;
      write();
    }

    form.querySelectorAll('[data-portal-suggest]').forEach((button) => {
      button.addEventListener('click', () => {
        const fields = form.elements;
        fields.where1_column.value = button.dataset.portalSuggest;
        fields.where1_op.value = 'eq';
        fields.where1_value.value = button.value;
        suggest(fields.where1_column);
        look();
      });
    });

    const words = form.querySelector('[data-portal-words]');
    const checked = form.querySelector('input[name=confirmed]');
    /* Kept in the form too: a refused form comes back, and the draft goes on following the choice. */
    const kept = form.querySelector('[data-portal-drafted]');
    let drafted = kept ? kept.value : '';

    /* The drafted text follows the choice until somebody writes an own one. */
    function write() {
      const draft = preview.querySelector('[data-portal-draft]');
      if (!words || !draft) return;
      const text = draft.textContent;
      if (text === drafted) return;
      if (checked && drafted) checked.checked = false;
      if (!words.value || words.value === drafted) words.value = text;
      drafted = text;
      if (kept) kept.value = text;
    }

    write();
    form.querySelectorAll('select').forEach(suggest);
    form.addEventListener('input', (event) => {
      if (event.target.tagName === 'SELECT') suggest(event.target);
      if (event.target.hasAttribute('data-portal-quiet')) return;
      window.clearTimeout(waiting);
      waiting = window.setTimeout(look, 250);
    });
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      window.clearTimeout(waiting);
      turn += 1;
      last = form.dataset.portalForm;
      const data = new URLSearchParams(new FormData(form));
      data.set('action', 'save');
      modal.postForm(form.action, data.toString());
    });
  };
})();
