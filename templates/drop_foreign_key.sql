{% extends form %}
{% block guard %}EXISTS (SELECT FROM pg_constraint
            WHERE conrelid = to_regclass({{ table | regname }}) AND conname = {{ foreign_key.name | literal }} AND contype = 'f'){% endblock %}
{% block statement %}
ALTER TABLE {{ table | ident }} DROP CONSTRAINT {{ foreign_key.name | ident }};
{% endblock %}
