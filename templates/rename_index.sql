{% extends form %}
{% block guard %}{{ after | to_regclass }} IS NULL{% endblock %}
{% block statement %}
ALTER INDEX {{ before | ident }} RENAME TO {{ after.name | ident }};
{% endblock %}
