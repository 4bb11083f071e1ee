{% extends form %}
{% block guard %}EXISTS (SELECT FROM pg_constraint
            WHERE conrelid = {{ table | regclass }} AND conname = {{ name | literal }} AND contype = {% if foreign_key is none %}'c'{% else %}'f'{% endif %} AND NOT convalidated){% endblock %}
{% block statement %}
ALTER TABLE {{ table | ident }} VALIDATE CONSTRAINT {{ name | ident }};
{% endblock %}
