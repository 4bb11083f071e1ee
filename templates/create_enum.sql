{% extends form %}
{% block guard %}{{ enumeration.name | type_is_missing }}{% endblock %}
{% block statement %}
CREATE TYPE {{ enumeration.name | ident }} AS ENUM ({{ enumeration.labels | labels }});
{% endblock %}
