{% extends form %}
{% block guard %}to_regclass({{ after | regname }}) IS NULL{% endblock %}
{% block statement %}
ALTER INDEX {{ before | ident }} RENAME TO {{ after.name | ident }};
{% endblock %}
