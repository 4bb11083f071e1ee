{% extends form %}
{% block guard %}{{ name | to_regclass }} IS NULL{% endblock %}
{% block check %}
{% if index.is_unique and not is_on_new_table %}
{% with names = index.columns | map(attribute="name") | list, covered = index | rows_of_unique %}{% include "_duplicates.sql" %}{% endwith %}
{% endif %}
{% endblock %}
{% block statement %}
{% with index_name = index.name %}{% include "_index.sql" %}{% endwith %}
{% if index.extras is defined %}
{% for statement in index | unique_constraint(table) %}
{{ statement }};
{% endfor %}
{% include "_index_roles.sql" %}
{% endif %}
{% endblock %}
