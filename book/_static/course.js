/* Search shows a few words around a hit by fetching the page; from file:// a browser refuses that, so leave it out. */
if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
