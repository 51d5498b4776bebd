{%- extends 'nbgrader/base.tpl' -%}
{%- block body -%}
<p class="mlp-bar"><a href="{{ base_url }}/marking">What waits for a mark: question by question</a></p>
{{ super() }}
{%- endblock -%}
