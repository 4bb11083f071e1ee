{% extends form %}
{% block note %}locks {{ table | ident }} for an instant{% endblock %}
{% block guard %}{% include "_column.sql" +%}
              AND atthasdef){% endblock %}
{% block statement %}
ALTER TABLE {{ table | ident }} ALTER COLUMN {{ column.name | ident }} DROP DEFAULT;
{% endblock %}
