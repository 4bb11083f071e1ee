{% extends form %}
{% block guard %}{{ name | to_regclass }} IS NULL{% endblock %}
{% block check %}
{% with names = index.columns | map(attribute="name") | list, covered = index | rows_of_unique %}{% include "_duplicates.sql" %}{% endwith %}
{% endblock %}
