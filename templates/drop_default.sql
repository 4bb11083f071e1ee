{% extends form %}
{% block guard %}{% include "_column.sql" +%}
              AND atthasdef){% endblock %}
{% block statement %}
ALTER TABLE {{ table | ident }} ALTER COLUMN {{ column.name | ident }} DROP DEFAULT;
{% endblock %}
