{#- A new index takes the place of the old one; where that is behind a unique constraint, as one of the same kind. -#}
{% if before.is_unique and form == "_guarded.sql" %}
IF EXISTS (SELECT FROM {% with relation = name | to_regclass, keyed = table | regclass %}{% include "catalog/index_constraint.sql" %}{% endwith %}) THEN
{% if after | may_be_constraint %}
    EXECUTE (SELECT format('ALTER TABLE %s DROP CONSTRAINT %I, ADD CONSTRAINT %I UNIQUE USING INDEX %I%s', {{ table | regname }}, conname, {{ after.name | literal }}, {{ new_name.name | literal }},
                    CASE WHEN condeferred THEN ' INITIALLY DEFERRED' WHEN condeferrable THEN ' DEFERRABLE' END)
               FROM {% with relation = name | to_regclass, keyed = table | regclass %}{% include "catalog/index_constraint.sql" %}{% endwith %});
{% else %}
    ALTER TABLE {{ table | ident }} DROP CONSTRAINT {{ name.name | ident }};
    ALTER INDEX {{ new_name | ident }} RENAME TO {{ after.name | ident }};
{% endif %}
ELSE
    DROP INDEX IF EXISTS {{ name | ident }};
    ALTER INDEX {{ new_name | ident }} RENAME TO {{ after.name | ident }};
END IF;
{% else %}
DROP INDEX IF EXISTS {{ name | ident }};
ALTER INDEX {{ new_name | ident }} RENAME TO {{ after.name | ident }};
{% endif %}
