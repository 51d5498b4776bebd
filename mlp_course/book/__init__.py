"""The course as a site: lessons with real figures and without a solution, to be read offline."""
