// Suggestions while typing, in the browser's own list; the form works without.
const field = document.querySelector("input[data-suggest]");
if (field) {
  const list = document.createElement("datalist");
  list.id = "search-suggestions";
  field.after(list);
  field.setAttribute("list", list.id);
  let waiting;
  const ask = async () => {
    const text = field.value.trim();
    if (text.length < 2) return;
    try {
      const answer = await fetch(`${field.dataset.suggest}?q=${encodeURIComponent(text)}`);
      const { suggestions } = await answer.json();
      list.replaceChildren(
        ...suggestions.map(({ text: words }) => {
          const option = document.createElement("option");
          option.value = words;
          return option;
        }),
      );
    } catch {
      list.replaceChildren();
    }
  };
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 150);
  });
}
