{% extends form %}
{% block guard %}{% include "_column.sql" +%}
              AND attnotnull){% endblock %}
{% block statement %}
ALTER TABLE {{ table | ident }} ALTER COLUMN {{ column.name | ident }} DROP NOT NULL;
{% endblock %}
