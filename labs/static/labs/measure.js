/* How easy a text reads, beside it while it is written: the panel's own words are made for English,
   its count takes the ways through the portal for text. */
(function () {
  const address = document.currentScript.dataset.measure;
  let turn = 0;

  /* The panel would write its own over ours: its three places are ours from the start. */
  function take() {
    const [words, minutes, score] = ['word-count', 'reading-time', 'readability-score'].map((name) => {
      const place = document.querySelector(`[data-content-${name}]`);
      if (place) {
        place.removeAttribute(`data-content-${name}`);
        place.setAttribute(`data-portal-${name}`, '');
      }
      return place;
    });
    if (!words || !minutes || !score) return null;
    score.setAttribute('role', 'status');
    const advice = document.createElement('ul');
    advice.className = 'portal-advice';
    advice.dataset.portalAdvice = '';
    score.closest('.w-flex').after(advice);
    return { words, minutes, score, advice };
  }

  let found = null;
  window.addEventListener('DOMContentLoaded', () => {
    found = take();
  });

  function preview() {
    const frame = document.querySelector('#w-preview-iframe');
    return frame && frame.contentDocument && frame.contentDocument.querySelector('main');
  }

  document.addEventListener('w-preview:content', async () => {
    const main = preview();
    if (!found || !main) return;
    turn += 1;
    const mine = turn;
    const data = new FormData();
    data.set('html', main.outerHTML);
    data.set('csrfmiddlewaretoken', document.querySelector('[name="csrfmiddlewaretoken"]').value);
    const response = await fetch(address, { method: 'POST', body: data });
    if (!response.ok || mine !== turn) return;
    const answer = await response.json();
    found.words.textContent = answer.words;
    found.minutes.textContent = answer.minutes;
    if (found.score.textContent !== answer.text) found.score.textContent = answer.text;
    found.advice.replaceChildren(
      ...answer.advice.map((text) => {
        const item = document.createElement('li');
        item.textContent = text;
        return item;
      }),
    );
  });
})();
