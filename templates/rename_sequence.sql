{% extends form %}
{% block guard %}to_regclass({{ before | regname }}) IS NOT NULL AND to_regclass({{ after | regname }}) IS NULL{% endblock %}
{% block statement %}
ALTER SEQUENCE {{ before | ident }} RENAME TO {{ after.name | ident }};
{% endblock %}
