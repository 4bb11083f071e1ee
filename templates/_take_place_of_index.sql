{#- A new index takes the place of the old one; where that is behind a unique constraint, as one of the same kind. -#}
{% if before.is_unique and form == "_guarded.sql" %}
{% with relation = name | to_regclass, keyed = table | regclass %}
{% if after | may_be_constraint %}
IF EXISTS (SELECT FROM {% include "catalog/index_constraint.sql" %} AND NOT condeferrable) THEN
    ALTER TABLE {{ table | ident }} DROP CONSTRAINT IF EXISTS {{ name.name | ident }};
    ALTER TABLE {{ table | ident }} ADD CONSTRAINT {{ new_name.name | ident }} UNIQUE USING INDEX {{ new_name.name | ident }};
END IF;
IF EXISTS (SELECT FROM {% include "catalog/index_constraint.sql" %} AND condeferrable AND NOT condeferred) THEN
    ALTER TABLE {{ table | ident }} DROP CONSTRAINT IF EXISTS {{ name.name | ident }};
    ALTER TABLE {{ table | ident }} ADD CONSTRAINT {{ new_name.name | ident }} UNIQUE USING INDEX {{ new_name.name | ident }} DEFERRABLE;
END IF;
IF EXISTS (SELECT FROM {% include "catalog/index_constraint.sql" %} AND condeferred) THEN
    ALTER TABLE {{ table | ident }} DROP CONSTRAINT IF EXISTS {{ name.name | ident }};
    ALTER TABLE {{ table | ident }} ADD CONSTRAINT {{ new_name.name | ident }} UNIQUE USING INDEX {{ new_name.name | ident }} DEFERRABLE INITIALLY DEFERRED;
END IF;
{% else %}
IF EXISTS (SELECT FROM {% include "catalog/index_constraint.sql" %}) THEN
    ALTER TABLE {{ table | ident }} DROP CONSTRAINT {{ name.name | ident }};
END IF;
{% endif %}
{% endwith %}
{% endif %}
DROP INDEX IF EXISTS {{ name | ident }};
ALTER INDEX {{ new_name | ident }} RENAME TO {{ after.name | ident }};
