/* How easy a text reads, beside it while it is written: the panel's own words are made for English,
   its count takes the ways through the portal for text. */
(function () {
  const address = document.currentScript.dataset.measure;
  let turn = 0;

  function places() {
    const place = document.querySelector('[data-content-readability-score]');
    if (!place) return null;
    let advice = document.querySelector('[data-portal-advice]');
    if (!advice) {
      place.setAttribute('role', 'status');
      advice = document.createElement('ul');
      advice.className = 'portal-advice';
      advice.dataset.portalAdvice = '';
      place.closest('.w-flex').after(advice);
    }
    return { place, advice };
  }

  document.addEventListener('w-preview:content', async () => {
    const found = places();
    const frame = document.querySelector('#w-preview-iframe');
    const main = frame && frame.contentDocument && frame.contentDocument.querySelector('main');
    if (!found || !main) return;
    turn += 1;
    const mine = turn;
    const data = new FormData();
    data.set('html', main.outerHTML);
    data.set('csrfmiddlewaretoken', document.querySelector('[name="csrfmiddlewaretoken"]').value);
    const response = await fetch(address, { method: 'POST', body: data });
    if (!response.ok || mine !== turn) return;
    const answer = await response.json();
    document.querySelector('[data-content-word-count]').textContent = answer.words;
    document.querySelector('[data-content-reading-time]').textContent = answer.minutes;
    if (found.place.textContent !== answer.text) found.place.textContent = answer.text;
    found.advice.replaceChildren(
      ...answer.advice.map((text) => {
        const item = document.createElement('li');
        item.textContent = text;
        return item;
      }),
    );
  });
})();
