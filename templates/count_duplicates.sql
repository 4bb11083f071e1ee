{% extends form %}
{% block note %}reads {{ table | ident }} and locks nothing{% endblock %}
{% block guard %}to_regclass({{ name | regname }}) IS NULL{% endblock %}
{% block check %}
{% include "_duplicates.sql" %}
{% endblock %}
