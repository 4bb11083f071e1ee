{#- What schema.prisma can say of a primary or foreign key, but for its name. What it cannot express is left out: DEFERRABLE,
    NOT VALID, NOT ENFORCED, MATCH FULL, SET NULL of some columns, INCLUDE. -#}
CASE contype WHEN 'p' THEN concat('PRIMARY KEY ', {% set keyed %}conrelid{% endset %}{% set numbers %}conkey{% endset %}{% include "catalog/constraint_columns.sql" %})
{%- if has_references %} WHEN 'f' THEN concat(
    'FOREIGN KEY ', {% set keyed %}conrelid{% endset %}{% set numbers %}conkey{% endset %}{% include "catalog/constraint_columns.sql" %},
    ' REFERENCES ', confrelid::regclass, {% set keyed %}confrelid{% endset %}{% set numbers %}confkey{% endset %}{% include "catalog/constraint_columns.sql" %},
    CASE confupdtype WHEN 'c' THEN ' ON UPDATE CASCADE' WHEN 'r' THEN ' ON UPDATE RESTRICT' WHEN 'n' THEN ' ON UPDATE SET NULL' WHEN 'd' THEN ' ON UPDATE SET DEFAULT' END,
    CASE confdeltype WHEN 'c' THEN ' ON DELETE CASCADE' WHEN 'r' THEN ' ON DELETE RESTRICT' WHEN 'n' THEN ' ON DELETE SET NULL' WHEN 'd' THEN ' ON DELETE SET DEFAULT' END)
{%- endif %} ELSE pg_get_constraintdef(pg_constraint.oid) END