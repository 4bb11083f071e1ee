{% extends form %}
{% block guard %}EXISTS (SELECT FROM pg_constraint
            WHERE {% with relation = table | regclass, constraint = before.name | literal %}{% include "catalog/constraint.sql" %}{% endwith %} AND contype = 'f'
              AND pg_get_constraintdef(oid) {% if before == after %}<>{% else %}={% endif %} {{ before | foreign_key_words }}){% endblock %}
{% block statement %}
{% with constraint_name = new_name, key = after %}{% include "_foreign_key.sql" %}{% endwith %}
ALTER TABLE {{ table | ident }} DROP CONSTRAINT {{ before.name | ident }};
ALTER TABLE {{ table | ident }} RENAME CONSTRAINT {{ new_name | ident }} TO {{ after.name | ident }};
{% endblock %}
