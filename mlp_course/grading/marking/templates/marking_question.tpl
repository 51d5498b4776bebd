{%- extends 'marking_page.tpl' -%}
{%- block title %}{{ question.title | e }}{% endblock -%}
{%- block main %}
<h1>{{ question.lesson_title | e }}: {{ question.title | e }}</h1>
<div class="bar"><span role="status"><span id="left">{{ question.waiting }}</span> of {{ question.answers }} answers wait.</span>
<button type="button" id="jump">Next that waits</button>
<label><input type="checkbox" id="names" /> show names</label>
{%- if following %}
<a href="{{ base_url }}/marking/{{ following.lesson | urlencode }}/{{ following.item | urlencode }}">Next question: {{ following.title | e }}</a>
{%- endif %}</div>
{%- if scheme %}
<section class="scheme" aria-label="Mark scheme"><h2>Mark scheme</h2>
<ul>
{%- for line in scheme if line.strip() %}<li>{{ line.strip().lstrip("-* ") | e }}</li>{% endfor %}
</ul></section>
{%- endif %}
{%- set count = namespace(value=0) %}
{%- for group in groups %}
<section class="group"{% if group | length > 1 %} aria-label="Similar answers"{% endif %}>
{%- if group | length > 1 %}<h2>{{ group | length }} similar answers</h2>{% endif %}
{%- for answer in group %}
{%- set count.value = count.value + 1 %}
<article data-grade="{{ answer.grade }}" data-comment="{{ answer.comment }}"{% if answer.points is none %} class="waits"{% endif %}>
<h3>Answer {{ count.value }}<span class="name" hidden="hidden">: {{ answer.name | e }}</span>
 <a class="whole" href="{{ base_url }}/formgrader/submissions/{{ answer.submission }}/">whole submission</a></h3>
<p class="about">{{ answer.about | e }}</p>
<div class="text">{{ answer.text | answer_as_html }}</div>
{%- if answer.notes %}
<details><summary>Mark scheme and suggestion{% if answer.suggested %}: {{ answer.suggested | e }} of {{ "%g" | format(answer.most) }} points{% endif %}</summary>
{%- for note in answer.notes %}<div class="note">{{ note | note_as_html }}</div>{% endfor %}
</details>
{%- endif %}
<div class="marks">
<label>Points <input type="number" class="points" min="0" max="{{ answer.most }}" step="any" value="{% if answer.points is not none %}{{ '%g' | format(answer.points) }}{% endif %}" /> of {{ "%g" | format(answer.most) }}</label>
{%- if answer.suggested %}
<button type="button" class="take" data-points="{{ answer.suggested | e }}">Take the suggested {{ answer.suggested | e }}</button>
{%- endif %}
<span class="saved" role="status">{% if answer.points is none %}waits{% else %}marked{% endif %}</span>
</div>
<label class="comment">Comment for the student <textarea rows="2">{{ answer.said | e }}</textarea></label>
</article>
{%- endfor %}
</section>
{%- endfor %}
{%- endblock -%}
