{% extends form %}
{% block note %}{% set is_new = foreign_key.referenced_table in new_tables %}{% if is_on_new_table %}{% if not is_new %}stops writes to {{ foreign_key.referenced_table | ident }} for an instant{% endif %}{% elif is_new %}stops writes to {{ table | ident }} {% if is_validated_later %}for an instant{% else %}while rows are looked at{% endif %}{% else %}stops writes to {{ table | and_tables([foreign_key.referenced_table]) }} {% if is_validated_later %}for an instant{% else %}while rows are looked at{% endif %}{% endif %}{% endblock %}
{% block guard %}NOT EXISTS (SELECT FROM pg_constraint
                WHERE {% with relation = table | regclass, constraint = foreign_key.name | literal %}{% include "catalog/constraint.sql" %}{% endwith %}){% endblock %}
{% block statement %}
{% with constraint_name = foreign_key.name, key = foreign_key %}{% include "_foreign_key.sql" %}{% endwith %}
{% endblock %}
