{% extends form %}
{% block note %}{% if is_validated_later %}locks {{ table | and_tables([before.referenced_table, after.referenced_table]) }} for an instant{% elif before.referenced_table == after.referenced_table %}stops writes to {{ table | and_tables([after.referenced_table]) }} while rows are looked at, and everything for an instant at the end{% else %}stops writes to {{ table | and_tables([after.referenced_table]) }} while rows are looked at; locks {{ table | and_tables([before.referenced_table]) }} for an instant at the end{% endif %}{% endblock %}
{% block guard %}EXISTS (SELECT FROM pg_constraint
            WHERE {% with relation = table | regclass, constraint = before.name | literal %}{% include "catalog/constraint.sql" %}{% endwith %} AND contype = 'f'
              AND pg_get_constraintdef(oid) {% if before == after %}<>{% else %}={% endif %} {{ before | foreign_key_words }}){% endblock %}
{% block statement %}
{% with constraint_name = new_name, key = after %}{% include "_foreign_key.sql" %}{% endwith %}
ALTER TABLE {{ table | ident }} DROP CONSTRAINT {{ before.name | ident }};
ALTER TABLE {{ table | ident }} RENAME CONSTRAINT {{ new_name | ident }} TO {{ after.name | ident }};
{% endblock %}
