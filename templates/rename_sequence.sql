{% extends form %}
{% block guard %}{{ before | to_regclass }} IS NOT NULL AND {{ after | to_regclass }} IS NULL{% endblock %}
{% block statement %}
ALTER SEQUENCE {{ before | ident }} RENAME TO {{ after.name | ident }};
{% endblock %}
