{% extends form %}
{% block statement %}
CREATE SEQUENCE IF NOT EXISTS {{ sequence | ident }} AS {{ column_type | column_type }};
{% endblock %}
