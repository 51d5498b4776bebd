/* Search shows a few words around a hit by fetching the page; from file:// a browser refuses that, so leave it out. */
if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;

/* What has to be scrolled sideways can be reached, and so scrolled, with the keyboard. */
function reachWhatIsScrolled() {
  for (const box of document.querySelectorAll(".pst-scrollable-table-container, mjx-container[display=true]"))
    box.scrollWidth > box.clientWidth ? box.setAttribute("tabindex", "0") : box.removeAttribute("tabindex");
}
addEventListener("resize", reachWhatIsScrolled);
addEventListener("load", () => {
  reachWhatIsScrolled();
  if (window.MathJax) MathJax.startup.promise.then(reachWhatIsScrolled);
});

/* Paper cannot be unfolded: print what is folded away, and fold it again. */
addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("details:not([open])")) {
    fold.open = true;
    fold.dataset.folded = "";
  }
});
addEventListener("afterprint", () => {
  for (const fold of document.querySelectorAll("details[data-folded]")) {
    fold.open = false;
    delete fold.dataset.folded;
  }
});
