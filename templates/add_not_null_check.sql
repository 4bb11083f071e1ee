{% extends form %}
{% block guard %}{% include "_column.sql" +%}
              AND NOT attnotnull)
   AND NOT EXISTS (SELECT FROM pg_constraint
                    WHERE conrelid = {{ table | regclass }} AND conname = {{ check | literal }}){% endblock %}
{% block check %}
{% include "_nulls.sql" %}
{% endblock %}
{% block statement %}
ALTER TABLE {{ table | ident }} ADD CONSTRAINT {{ check | ident }} CHECK ({{ column.name | ident }} IS NOT NULL) NOT VALID;
{% endblock %}
