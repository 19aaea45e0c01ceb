/* The editor by keyboard: where focus goes when something opens, and where it comes back to. */
(function () {
  /* Wagtail's choice of blocks opens beside the button and leaves focus there; closing loses it. */
  function choiceOf(button) {
    return button.parentElement && button.parentElement.querySelector('[data-tippy-root]');
  }

  function close(button) {
    if (button._tippy) button._tippy.hide();
  }

  function enter(button, frames) {
    const choice = choiceOf(button);
    const field = choice && choice.querySelector('.w-combobox__field input');
    if (field) {
      field.focus();
    } else if (frames) {
      window.requestAnimationFrame(() => enter(button, frames - 1));
    }
  }

  document.addEventListener('click', (event) => {
    const button = event.target.closest('.c-sf-add-button');
    if (button && choiceOf(button)) enter(button, 30);
  });

  function opener(place) {
    const choice = place.closest && place.closest('[data-tippy-root]');
    const button = choice && choice.parentElement.querySelector(':scope > .c-sf-add-button');
    return button ? { choice, button } : null;
  }

  document.addEventListener(
    'keydown',
    (event) => {
      const open = event.key === 'Escape' && opener(event.target);
      if (!open) return;
      event.stopPropagation();
      close(open.button);
      open.button.focus();
    },
    true,
  );

  /* A new block whose first field is a chooser takes no focus by itself. */
  function arrive(button) {
    const block = button.parentElement.nextElementSibling;
    if (document.activeElement !== document.body || !block) return;
    const fields = block.querySelectorAll(
      'input:not([type="hidden"]), select, textarea, [contenteditable="true"], .chooser button',
    );
    const first = [...fields].find((field) => field.offsetParent);
    if (first) first.focus();
  }

  function chosen(event) {
    const open = event.target.closest && opener(event.target);
    if (open) setTimeout(() => arrive(open.button));
  }
  document.addEventListener('click', chosen);
  document.addEventListener('keydown', (event) => event.key === 'Enter' && chosen(event));

  /* Who goes on with Tab has left the choice. */
  document.addEventListener('focusout', (event) => {
    const open = event.relatedTarget && opener(event.target);
    if (!open || open.choice.contains(event.relatedTarget)) return;
    if (event.relatedTarget !== open.button) close(open.button);
  });

  /* The tools above a text answer the mouse only: one stop with Tab, arrows inside, Enter presses, Escape returns. */
  const BAR = '.Draftail-Toolbar';
  const TOOL = 'button.Draftail-ToolbarButton';

  function textOf(tool) {
    return tool.closest('.Draftail-Editor').querySelector('.public-DraftEditor-content');
  }

  function stopAt(tool) {
    tool.closest(BAR).querySelectorAll(TOOL).forEach((other) => {
      other.tabIndex = other === tool ? 0 : -1;
    });
  }

  document.addEventListener('focusin', (event) => {
    if (event.target.matches(TOOL)) return;
    document.querySelectorAll(BAR).forEach((bar) => {
      if (!bar.querySelector(TOOL + '[tabindex="0"]')) stopAt(bar.querySelector(TOOL));
    });
  });

  function press(tool) {
    tool.dispatchEvent(new MouseEvent('mousedown', { bubbles: true, cancelable: true }));
    /* What opens a dialogue gives focus back itself. */
    if (!tool.closest('.Draftail-ToolbarGroup--entities, .Draftail-ToolbarGroup--controls')) {
      textOf(tool).focus();
    }
  }

  document.addEventListener('keydown', (event) => {
    const tool = event.target.closest && event.target.closest(TOOL);
    if (!tool || !tool.closest(BAR)) return;
    const tools = [...tool.closest(BAR).querySelectorAll(TOOL)];
    const place = tools.indexOf(tool);
    const next = {
      ArrowRight: (place + 1) % tools.length,
      ArrowLeft: (place + tools.length - 1) % tools.length,
      Home: 0,
      End: tools.length - 1,
    }[event.key];
    if (next !== undefined) {
      stopAt(tools[next]);
      tools[next].focus();
    } else if (event.key === 'Enter' || event.key === ' ') {
      press(tool);
    } else if (event.key === 'Escape') {
      textOf(tool).focus();
    } else {
      return;
    }
    event.preventDefault();
  });

  /* A chooser's button is hidden once something is chosen: focus comes back to the one that changes it. */
  let asked = null;
  window.jQuery(document).on('show.bs.modal', () => {
    asked = document.querySelector('.chooser button[disabled][data-chooser-action-choose]');
  });
  window.jQuery(document).on('hidden.bs.modal', () => {
    const chooser = asked && asked.closest('.chooser');
    if (!chooser || document.activeElement !== document.body) return;
    const shown = [...chooser.querySelectorAll('button')].find((button) => button.offsetParent);
    if (shown) shown.focus();
  });

  /* Who passes quickly through a date leaves before its calendar opens: it must not stay in the way. */
  document.addEventListener('focusout', (event) => {
    const field = event.target;
    const calendar = window.jQuery(field).data('xdsoft_datetimepicker');
    if (!calendar) return;
    setTimeout(() => {
      const now = document.activeElement;
      if (now !== field && !calendar[0].contains(now)) calendar.trigger('close.xdsoft');
    }, 200);
  });

  /* A new page begins with its title; on a phone the keyboard would cover what is asked. */
  window.addEventListener('DOMContentLoaded', () => {
    const title = document.querySelector('form[data-edit-form] [name="title"]');
    const isNew = title && !title.value && window.location.pathname.includes('/add/');
    if (isNew && document.activeElement === document.body && matchMedia('(pointer: fine)').matches) {
      title.focus();
    }
  });
})();
