"""Who handed in what: folders, zips, exports of Moodle and Canvas."""
