{% if dependents is defined %}
{% for statement in dependents.making_way | drop_statements %}
{{ statement }};
{% endfor %}
{% endif %}
