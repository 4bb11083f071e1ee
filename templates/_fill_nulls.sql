{#- Gives rows that hold NULL the value that the user has for them. -#}
{% if fill is not none %}
UPDATE {{ table | ident }} SET {{ column.name | ident }} = ({{ fill | user_sql }}) WHERE {{ column.name | ident }} IS NULL;
{% if form == "_guarded.sql" %}
SET CONSTRAINTS ALL IMMEDIATE;    -- PostgreSQL alters no table for which a constraint or a trigger still waits
{% endif %}
{% include "_not_filled.sql" %}
{% endif %}
