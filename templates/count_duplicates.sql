{% extends form %}
{% block guard %}to_regclass({{ name | regname }}) IS NULL{% endblock %}
{% block check %}
{% with names = index.columns | map(attribute="name") | list, covered = index | rows_of_unique %}{% include "_duplicates.sql" %}{% endwith %}
{% endblock %}
