{%- extends 'marking_page.tpl' -%}
{%- block title %}What waits for a mark{% endblock -%}
{%- block main %}
<h1>What waits for a mark</h1>
{%- set waiting = questions | selectattr("waiting") | list %}
{%- if not waiting %}
<p>Nothing waits. Run <code>python3 course.py grade LESSON</code> once more: it brings your marks into the table and onto
the students' pages.</p>
{%- endif %}
<ul class="questions">
{%- for one in waiting + (questions | rejectattr("waiting") | list) %}
<li><a href="{{ base_url }}/marking/{{ one.lesson | urlencode }}/{{ one.item | urlencode }}">{{ one.lesson_title | e }}: {{ one.title | e }}</a>
<span class="count">{% if one.waiting %}<b>{{ one.waiting }} wait</b>, {% endif %}{{ one.answers }} answers</span></li>
{%- endfor %}
</ul>
{%- endblock -%}
