{#- Drops an index, and the unique constraint that it may be behind. -#}
{% if may_be_constraint and form == "_guarded.sql" %}
IF EXISTS (SELECT FROM {% with relation = name | to_regclass, keyed = table | regclass %}{% include "catalog/index_constraint.sql" %}{% endwith %}) THEN
    ALTER TABLE {{ table | ident }} DROP CONSTRAINT {{ name.name | ident }};
ELSE
    DROP INDEX IF EXISTS {{ name | ident }};
END IF;
{% else %}
DROP INDEX IF EXISTS {{ name | ident }};
{% endif %}
