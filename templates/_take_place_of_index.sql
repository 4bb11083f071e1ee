{#- A new index takes the place of the old one; where that is behind a unique constraint, as one of the same kind. -#}
{% if before.is_unique and form == "_guarded.sql" %}
{% with relation = name | to_regclass, keyed = table | regclass %}
{% if after | may_be_constraint %}
{% set state %}NOT condeferrable{% endset %}{% set deferral %}{% endset %}{% include "_index_as_constraint.sql" %}
{% set state %}condeferrable AND NOT condeferred{% endset %}{% set deferral %} DEFERRABLE{% endset %}{% include "_index_as_constraint.sql" %}
{% set state %}condeferred{% endset %}{% set deferral %} DEFERRABLE INITIALLY DEFERRED{% endset %}{% include "_index_as_constraint.sql" %}
{% else %}
IF EXISTS (SELECT FROM {% include "catalog/index_constraint.sql" %}) THEN
    ALTER TABLE {{ table | ident }} DROP CONSTRAINT {{ name.name | ident }};
END IF;
{% endif %}
{% endwith %}
{% endif %}
DROP INDEX IF EXISTS {{ name | ident }};
ALTER INDEX {{ new_name | ident }} RENAME TO {{ after.name | ident }};
