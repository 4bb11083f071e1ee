{% extends form %}
{% block note %}{% if is_validated_later %}locks {{ table | ident }}{% if before.referenced_table != after.referenced_table %}, {{ before.referenced_table | ident }}{% endif %} and {{ after.referenced_table | ident }} for an instant{% else %}stops writes to {{ table | ident }} and {{ after.referenced_table | ident }} while rows are looked at, and everything for an instant at the end{% endif %}{% endblock %}
{% block guard %}EXISTS (SELECT FROM pg_constraint
            WHERE conrelid = {{ table | regclass }} AND conname = {{ before.name | literal }} AND contype = 'f'
              AND NOT {{ after | is_foreign_key }}){% endblock %}
{% block statement %}
{% with constraint_name = new_name, key = after %}{% include "_foreign_key.sql" %}{% endwith %}
ALTER TABLE {{ table | ident }} DROP CONSTRAINT {{ before.name | ident }};
ALTER TABLE {{ table | ident }} RENAME CONSTRAINT {{ new_name | ident }} TO {{ after.name | ident }};
{% endblock %}
