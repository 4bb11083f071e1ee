{% extends form %}
{% block guard %}to_regtype({{ enumeration.name | regname }}) IS NULL{% endblock %}
{% block statement %}
CREATE TYPE {{ enumeration.name | ident }} AS ENUM ({{ enumeration.labels | labels }});
{% endblock %}
