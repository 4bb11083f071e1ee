{% extends form %}
{% block guard %}NOT EXISTS (SELECT FROM pg_constraint
                WHERE conrelid = {{ table | regclass }} AND conname = {{ after | literal }}){% endblock %}
{% block statement %}
ALTER TABLE {{ table | ident }} RENAME CONSTRAINT {{ before | ident }} TO {{ after | ident }};
{% endblock %}
