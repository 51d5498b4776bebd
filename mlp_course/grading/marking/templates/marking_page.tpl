<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data: 'self'; style-src 'self' 'unsafe-inline'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<title>{% block title %}{% endblock %}</title>
<link rel="icon" href="data:," />
<link rel="stylesheet" href="{{ base_url }}/marking/static/marking.css" />
<script src="{{ base_url }}/marking/static/marking.js" defer="defer"></script>
</head>
<body data-base="{{ base_url }}">
<header>
<nav aria-label="Formgrader"><a href="{{ base_url }}/marking">What waits</a>
<a href="{{ base_url }}/formgrader/gradebook">Manual Grading</a>
<a href="{{ base_url }}/formgrader/manage_assignments">Assignments</a>
<a href="{{ base_url }}/formgrader/manage_students">Students</a>
<a href="{{ base_url }}/lab" target="_blank" rel="noopener">JupyterLab</a></nav>
</header>
<main>
{% block main %}{% endblock %}
</main>
</body>
</html>
