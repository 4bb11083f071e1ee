{% extends form %}
{% block guard %}NOT EXISTS (SELECT FROM pg_constraint
                WHERE {% with relation = table | regclass, constraint = foreign_key.name | literal %}{% include "catalog/constraint.sql" %}{% endwith %}){% endblock %}
{% block statement %}
{% with constraint_name = foreign_key.name, key = foreign_key %}{% include "_add_foreign_key.sql" %}{% endwith %}
{% if foreign_key.extras is defined %}
{% for statement in foreign_key | foreign_key_roles(table) %}
{{ statement }};
{% endfor %}
{% endif %}
{% endblock %}
