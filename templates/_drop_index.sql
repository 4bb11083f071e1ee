{#- Drops an index, and the unique constraint that it may be behind. -#}
{% if may_be_constraint and form == "_guarded.sql" %}
IF EXISTS (SELECT FROM {% with relation = name | to_regclass, keyed = table | to_regclass %}{% include "catalog/index_constraint.sql" %}{% endwith %}) THEN
    ALTER TABLE {{ table | ident }} DROP CONSTRAINT {{ name.name | ident }};
END IF;
{% endif %}
DROP INDEX IF EXISTS {{ name | ident }};
