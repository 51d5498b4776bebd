{#- Formgrader's page without its note about the exchange, which is another way to collect. -#}
{%- extends 'nbgrader/manage_assignments.tpl' -%}
{%- block messages -%}{%- endblock -%}
