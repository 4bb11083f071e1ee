{% extends form %}
{% block guard %}{{ sequence | to_regclass }} IS NULL{% endblock %}
{% block statement %}
CREATE SEQUENCE IF NOT EXISTS {{ sequence | ident }} AS {{ column_type | column_type }};
{% endblock %}
