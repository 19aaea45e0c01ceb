// On narrow screens the hits come sooner: what nobody picked from is folded up.
if (matchMedia("(max-width: 48rem)").matches) {
  for (const facet of document.querySelectorAll("details.facet")) {
    facet.open = facet.querySelector("input:checked") !== null;
  }
}
