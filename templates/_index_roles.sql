{% for statement in index | index_roles(table, name) %}
{{ statement }};
{% endfor %}
