"""The course as a site: lessons with real figures and without a solution, readable with no network."""
