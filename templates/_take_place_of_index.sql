{#- A new index takes the place of the old one; where that is behind a unique constraint, as one of the same kind. -#}
{% if before.is_unique and form == "_guarded.sql" %}
{% with relation = name | to_regclass, keyed = table | regclass %}
{% if after | may_be_constraint %}
IF EXISTS (SELECT FROM {% include "catalog/index_constraint.sql" %} AND condeferred) THEN
    ALTER TABLE {{ table | ident }} DROP CONSTRAINT {{ name.name | ident }};
    ALTER TABLE {{ table | ident }} ADD CONSTRAINT {{ after.name | ident }} UNIQUE USING INDEX {{ new_name.name | ident }} DEFERRABLE INITIALLY DEFERRED;
ELSIF EXISTS (SELECT FROM {% include "catalog/index_constraint.sql" %} AND condeferrable) THEN
    ALTER TABLE {{ table | ident }} DROP CONSTRAINT {{ name.name | ident }};
    ALTER TABLE {{ table | ident }} ADD CONSTRAINT {{ after.name | ident }} UNIQUE USING INDEX {{ new_name.name | ident }} DEFERRABLE;
ELSIF EXISTS (SELECT FROM {% include "catalog/index_constraint.sql" %}) THEN
    ALTER TABLE {{ table | ident }} DROP CONSTRAINT {{ name.name | ident }};
    ALTER TABLE {{ table | ident }} ADD CONSTRAINT {{ after.name | ident }} UNIQUE USING INDEX {{ new_name.name | ident }};
{% else %}
IF EXISTS (SELECT FROM {% include "catalog/index_constraint.sql" %}) THEN
    ALTER TABLE {{ table | ident }} DROP CONSTRAINT {{ name.name | ident }};
    ALTER INDEX {{ new_name | ident }} RENAME TO {{ after.name | ident }};
{% endif %}
ELSE
    DROP INDEX IF EXISTS {{ name | ident }};
    ALTER INDEX {{ new_name | ident }} RENAME TO {{ after.name | ident }};
END IF;
{% endwith %}
{% else %}
DROP INDEX IF EXISTS {{ name | ident }};
ALTER INDEX {{ new_name | ident }} RENAME TO {{ after.name | ident }};
{% endif %}
