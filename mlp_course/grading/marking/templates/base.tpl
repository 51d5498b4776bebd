{#- A bar above Formgrader's own pages: what waits, each a link to all answers to that question. -#}
{%- extends 'nbgrader/base.tpl' -%}
{%- block body -%}
<p class="mlp-bar"><a href="{{ base_url }}/marking">What waits for a mark</a>
{%- for one in questions_that_wait() %} ·
<a href="{{ base_url }}/marking/{{ one.lesson | urlencode }}/{{ one.item | urlencode }}">{{ one.lesson_title | e }}: {{ one.title | e }} ({{ one.waiting }})</a>
{%- else %}: nothing{% endfor %}</p>
{{ super() }}
{%- endblock -%}
