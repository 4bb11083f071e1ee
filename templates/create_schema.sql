{% extends form %}
{% block guard %}to_regnamespace({{ name | regname }}) IS NULL{% endblock %}
{% block statement %}
CREATE SCHEMA IF NOT EXISTS {{ name | ident }};
{% endblock %}
